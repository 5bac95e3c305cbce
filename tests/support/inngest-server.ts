import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { signBody } from "@/inngest/embedded/signing";
import { toCanonical } from "@/server/canonical-json";

const eventSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  data: z.record(z.string(), z.unknown()),
});
const syncSchema = z.looseObject({
  app_id: z.string(),
  functions: z.array(
    z.looseObject({
      id: z.string(),
      triggers: z.array(z.looseObject({ event: z.string().optional() })),
    }),
  ),
});
const opsSchema = z.array(
  z.looseObject({
    op: z.string(),
    id: z.string(),
    displayName: z.string().optional(),
    data: z.unknown().optional(),
  }),
);

export type ServedEvent = z.infer<typeof eventSchema>;
export type ServedRun = {
  functionId: string;
  event: ServedEvent;
  /** The display names of the steps that were reported, in order. */
  steps: string[];
  /** What the function returned, or the first other reply than the results of steps. */
  outcome: { status: number; body: unknown } | null;
};

export type InngestServer = {
  url: string;
  eventKey: string;
  signingKey: string;
  /** Accepted events, in the order they came; a repeated id counts once. */
  events: ServedEvent[];
  /** How many requests came with another event key. */
  readonly refused: number;
  runs: ServedRun[];
  /** Reads the functions of the hub at `hubUrl`; from then on events start their runs. Returns their ids. */
  sync: (hubUrl: string) => Promise<string[]>;
  stop: () => Promise<void>;
};

/**
 * The server's side of the Inngest protocol, as far as the hub's functions use it: takes events and calls
 * functions over HTTP with signed requests until they end. Its keys are made anew each time.
 */
export async function startInngestServer(): Promise<InngestServer> {
  const eventKey = randomBytes(16).toString("hex");
  const signingKey = `signkey-test-${randomBytes(32).toString("hex")}`;
  const events: ServedEvent[] = [];
  const runs: ServedRun[] = [];
  const listeners = new Map<string, string[]>();
  let hub: string | null = null;
  let refused = 0;

  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });

  async function answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    if (request.method === "GET" && request.url === "/health") return { status: 200, body: { status: 200 } };
    if (request.method !== "POST" || !request.url?.startsWith("/e/")) return { status: 404, body: {} };
    if (request.url !== `/e/${eventKey}`) {
      refused++;
      return { status: 401, body: { error: "Event key not found", status: 401 } };
    }
    const sent = z.array(eventSchema).parse(await readJson(request));
    for (const event of sent) accept(event);
    return { status: 200, body: { ids: sent.map(({ id }) => id), status: 200 } };
  }

  function accept(event: ServedEvent): void {
    if (events.some(({ id }) => id === event.id)) return;
    events.push(event);
    if (hub) startRuns(hub, event);
  }

  function startRuns(hubUrl: string, event: ServedEvent): void {
    for (const functionId of listeners.get(event.name) ?? []) {
      const run: ServedRun = { functionId, event, steps: [], outcome: null };
      runs.push(run);
      drive(hubUrl, signingKey, run).catch((error: unknown) => {
        run.outcome = { status: 0, body: String(error) };
      });
    }
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    eventKey,
    signingKey,
    events,
    get refused() {
      return refused;
    },
    runs,
    sync: async (hubUrl) => {
      const url = `${hubUrl}/api/inngest`;
      const body = toCanonical({ url });
      const response = await callHub("PUT", url, body, signBody(body, signingKey));
      if (response.status !== 200) throw new Error(`The hub refused to be read: ${response.status}`);
      const { functions } = syncSchema.parse(await response.json());
      for (const { id, triggers } of functions)
        for (const { event } of triggers)
          if (event) listeners.set(event, [...(listeners.get(event) ?? []), id]);
      hub = hubUrl;
      for (const event of events) startRuns(hubUrl, event);
      return functions.map(({ id }) => id);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** One request of the server's to a hub, with whatever signature is given. */
export function callHub(
  method: "PUT" | "POST" | "GET",
  url: string,
  body: string | null,
  signature: string | null,
): Promise<Response> {
  return fetch(url, {
    method,
    headers: {
      "content-type": "application/json",
      "x-inngest-server-kind": "cloud",
      ...(method === "PUT" ? { "x-inngest-sync-kind": "in_band" } : {}),
      ...(signature === null ? {} : { "x-inngest-signature": signature }),
    },
    ...(body === null ? {} : { body }),
  });
}

/** Calls a function again and again with what its steps have given so far, until it ends; it may end in the call of its last step. */
async function drive(hubUrl: string, signingKey: string, run: ServedRun): Promise<void> {
  const runId = randomBytes(13).toString("hex");
  const steps: Record<string, unknown> = {};
  for (;;) {
    const stack = Object.keys(steps);
    const body = toCanonical({
      version: 2,
      event: run.event,
      events: [run.event],
      steps,
      ctx: {
        fn_id: run.functionId,
        run_id: runId,
        attempt: 0,
        max_attempts: 1,
        disable_immediate_execution: false,
        use_api: false,
        stack: { stack, current: stack.length },
      },
      use_api: false,
    });
    const url = `${hubUrl}/api/inngest?fnId=${encodeURIComponent(run.functionId)}&stepId=step`;
    const response = await callHub("POST", url, body, signBody(body, signingKey));
    const reply: unknown = await response.json();
    const ops = response.status === 206 ? opsSchema.parse(reply) : [];
    const ended = ops.filter(({ op }) => op === "StepRun" || op === "Step");
    for (const { id, data, displayName } of ended) {
      steps[id] = { type: "data", data: data ?? null };
      run.steps.push(displayName ?? id);
    }
    const completed = ops.find(({ op }) => op === "RunComplete");
    if (completed) {
      run.outcome = { status: 200, body: completed.data };
      return;
    }
    if (ended.length === 0 || ended.length < ops.length) {
      run.outcome = { status: response.status, body: reply };
      return;
    }
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}
