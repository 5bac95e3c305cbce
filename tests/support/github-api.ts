import { randomBytes, randomInt } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A delivery as GitHub keeps it: what was sent, and how the receiver answered. */
export type KeptDelivery = {
  id: number;
  guid: string;
  deliveredAt: Date;
  event: string;
  payload: object;
  redelivery: boolean;
  statusCode: number;
};

export type GithubApi = {
  url: string;
  token: string;
  /** Every path that was asked for, with its query. */
  requests: string[];
  /** Keeps a delivery of a webhook (`repos/<owner>/<name>/hooks/<id>` or `orgs/<org>/hooks/<id>`); GitHub's newest first. */
  keep: (hook: string, delivery: Partial<KeptDelivery>) => KeptDelivery;
  /** Answers the next requests with this instead, oldest first. */
  fault: (...faults: Fault[]) => void;
  /** Answers so many requests as they should be, and the next with this. */
  failAfter: (count: number, fault: Fault) => void;
  stop: () => Promise<void>;
};
export type Fault = { status: number; headers?: Record<string, string>; body?: object };

const mostPerPage = 100;

/** A server that speaks the part of GitHub's REST API that lists a webhook's deliveries, with cursors and Link headers. */
export async function startGithubApi(): Promise<GithubApi> {
  const token = `ghp_${randomBytes(18).toString("hex")}`;
  const hooks = new Map<string, KeptDelivery[]>();
  const requests: string[] = [];
  const faults: (Fault | null)[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    const fault = faults.shift();
    if (fault) return void answer(response, fault.status, fault.body ?? { message: "Fault" }, fault.headers);
    if (request.headers.authorization !== `Bearer ${token}`)
      return void answer(response, 401, { message: "Bad credentials" });
    respond(request, response, hooks);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    requests,
    keep: (hook, given) => {
      const delivery = {
        id: randomInt(1_000_000_000, 9_000_000_000),
        guid: crypto.randomUUID(),
        deliveredAt: new Date(),
        event: "push",
        payload: {},
        redelivery: false,
        statusCode: 502,
        ...given,
      };
      const kept = [...(hooks.get(hook) ?? []), delivery];
      hooks.set(
        hook,
        kept.toSorted((a, b) => b.deliveredAt.getTime() - a.deliveredAt.getTime()),
      );
      return delivery;
    },
    fault: (...more) => void faults.push(...more),
    failAfter: (count, fault) => void faults.push(...Array.from({ length: count }, () => null), fault),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  hooks: Map<string, KeptDelivery[]>,
): void {
  const url = new URL(request.url ?? "", `http://${request.headers.host}`);
  const match = /^\/((?:repos\/[^/]+\/[^/]+|orgs\/[^/]+)\/hooks\/\d+)\/deliveries(?:\/(\d+))?$/.exec(
    url.pathname,
  );
  const kept = hooks.get(match?.[1] ?? "");
  if (!kept) return void answer(response, 404, { message: "Not Found" });
  if (match?.[2] === undefined) return void list(url, response, kept);
  const found = kept.find(({ id }) => String(id) === match[2]);
  if (!found) return void answer(response, 404, { message: "Not Found" });
  answer(response, 200, {
    ...describeKept(found),
    request: {
      headers: {
        Accept: "*/*",
        "X-GitHub-Delivery": found.guid,
        "X-GitHub-Event": found.event,
        "content-type": "application/json",
      },
      payload: found.payload,
    },
    response: { headers: {}, payload: null },
  });
}

function list(url: URL, response: ServerResponse, kept: KeptDelivery[]): void {
  const perPage = Math.min(Number(url.searchParams.get("per_page") ?? 30), mostPerPage);
  const cursor = url.searchParams.get("cursor");
  const start = cursor === null ? 0 : kept.findIndex(({ id }) => `v1_${id}` === cursor);
  const next = kept[start + perPage];
  const after = new URL(url);
  if (next) after.searchParams.set("cursor", `v1_${next.id}`);
  const headers = next ? { Link: `<${after}>; rel="next"` } : undefined;
  answer(response, 200, kept.slice(start, start + perPage).map(describeKept), headers);
}

function describeKept({ id, guid, deliveredAt, redelivery, statusCode, event }: KeptDelivery) {
  return {
    id,
    guid,
    delivered_at: deliveredAt.toISOString(),
    redelivery,
    duration: 0.27,
    status: statusCode < 300 ? "OK" : "Invalid HTTP Response",
    status_code: statusCode,
    event,
    action: null,
    installation_id: null,
    repository_id: 1,
    url: "",
  };
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}
