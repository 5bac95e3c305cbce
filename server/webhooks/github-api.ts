import { z } from "zod";
import { env } from "@/server/env";
import { createSafeFetch, type SafeFetch } from "@/server/safe-fetch";
import { bareHost } from "@/server/safe-fetch-allow";

const listed = z.array(
  z.object({ id: z.number(), guid: z.string(), delivered_at: z.string(), event: z.string() }),
);
export type ListedDelivery = z.infer<typeof listed>[number];
const detailed = z.object({
  guid: z.string(),
  request: z.object({
    headers: z.record(z.string(), z.unknown()).nullable(),
    payload: z.unknown(),
  }),
});

/** Why GitHub did not answer as hoped; `retryAt` is when it may be asked again, where it said so. */
export class GithubFault extends Error {
  readonly retryAt: Date | null;

  constructor(message: string, retryAt: Date | null = null) {
    super(message);
    this.name = "GithubFault";
    this.retryAt = retryAt;
  }
}

type Hook = { owner: string; hookId: string };

/** One page of a webhook's deliveries, newest first, and the cursor of the next. Throws GithubFault. */
export async function listHookDeliveries(
  hook: Hook,
  cursor: string | null,
): Promise<{ items: ListedDelivery[]; next: string | null }> {
  const query = new URLSearchParams({ per_page: "100", ...(cursor === null ? {} : { cursor }) });
  const { json, headers } = await ask(`${pathOf(hook)}/deliveries?${query}`);
  const items = listed.safeParse(json);
  if (!items.success) throw new GithubFault("GitHub's list of deliveries has another form than known.");
  return { items: items.data, next: readCursor(headers.get("link") ?? "") };
}

/** What GitHub sent, or tried to: its headers and its payload. Throws GithubFault. */
export async function readHookDelivery(
  hook: Hook,
  id: number,
): Promise<{ headers: Headers; payload: unknown }> {
  const { json } = await ask(`${pathOf(hook)}/deliveries/${id}`);
  const found = detailed.safeParse(json);
  if (!found.success) throw new GithubFault(`GitHub's delivery ${id} has another form than known.`);
  const { headers, payload } = found.data.request;
  const texts = Object.entries(headers ?? {}).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as [string, string]] : [],
  );
  return { headers: new Headers(texts), payload };
}

function pathOf({ owner, hookId }: Hook): string {
  return `${owner.includes("/") ? "/repos/" : "/orgs/"}${owner}/hooks/${hookId}`;
}

let shared: SafeFetch | undefined;

/** An Enterprise server stands inside the network; whoever sets GITHUB_API_URL means that host, private or not. */
function fetchFromGithub(): SafeFetch {
  const { GITHUB_API_URL, SAFE_FETCH_ALLOW } = env();
  const own = { host: bareHost(new URL(GITHUB_API_URL)), port: null };
  shared ??= createSafeFetch({ allowed: [...SAFE_FETCH_ALLOW, own] });
  return shared;
}

async function ask(path: string): Promise<{ json: unknown; headers: Headers }> {
  const { GITHUB_API_URL, GITHUB_TOKEN } = env();
  const reply = await fetchFromGithub()(`${GITHUB_API_URL}${path}`, {
    headers: {
      Accept: "application/vnd.github+json",
      Authorization: `Bearer ${GITHUB_TOKEN}`,
      "X-GitHub-Api-Version": "2022-11-28",
    },
    // A payload has at most 25 MB, and stands here inside JSON.
    maxBytes: 64 * 1024 * 1024,
  }).catch((error: unknown) => {
    throw new GithubFault(`GitHub could not be asked. ${error instanceof Error ? error.message : error}`);
  });
  if (reply.status === 200) return { json: parse(reply.text()), headers: reply.headers };
  throw describeFault(reply.status, reply.headers, reply.text());
}

function describeFault(status: number, headers: Headers, text: string): GithubFault {
  const said = (parse(text) as { message?: unknown } | null)?.message;
  const words = typeof said === "string" ? `: ${said}` : "";
  const retryAt = status === 403 || status === 429 ? readRetryAt(headers, Date.now()) : null;
  if (retryAt !== null)
    return new GithubFault(
      `GitHub answered ${status}${words}. It may be asked again at ${retryAt.toISOString()}.`,
      retryAt,
    );
  if (status === 401)
    return new GithubFault(`GitHub does not take GITHUB_TOKEN (401${words}). Give the hub a valid one.`);
  if (status === 404 || status === 403)
    return new GithubFault(
      `GitHub answered ${status}${words}. Check the owner and the webhook's number, and that GITHUB_TOKEN may read it.`,
    );
  return new GithubFault(`GitHub answered ${status}${words}.`);
}

/** When GitHub may be asked again, by `retry-after` (seconds) or, with nothing left, `x-ratelimit-reset` (epoch seconds). */
export function readRetryAt(headers: Headers, now: number): Date | null {
  const after = Number(headers.get("retry-after") ?? Number.NaN);
  if (Number.isFinite(after)) return new Date(now + after * 1000);
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
  return headers.get("x-ratelimit-remaining") === "0" && Number.isFinite(reset)
    ? new Date(reset * 1000)
    : null;
}

/** The cursor in the link to the next page, or null on the last. */
export function readCursor(link: string): string | null {
  const next = link.split(",").find((part) => /;\s*rel="?next"?/.test(part));
  const url = /<([^>]+)>/.exec(next ?? "")?.[1];
  return url !== undefined && URL.canParse(url) ? new URL(url).searchParams.get("cursor") : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
