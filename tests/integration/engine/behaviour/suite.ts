import { once } from "node:events";
import type { Server } from "node:http";
import { Inngest, type InngestFunction } from "inngest";
import { createServer } from "inngest/node";
import { pino } from "pino";
import { loopbackFetch } from "@/inngest/embedded/loopback";
import { openTestDatabase } from "../database";
import { eventKey, eventually, findFreePort, openEngine, signingKey } from "../harness";

/** What a run came to, as the REST API tells it. */
export type RunState = { run_id: string; status: string; output: unknown };

export type Suite = {
  /** Sends events named `<app>/<name>`; gives the ids that the server knows them by. */
  send(events: { name: string; data?: Record<string, unknown>; id?: string }[]): Promise<string[]>;
  /** Waits until as many runs of an event have ended, and gives all of them. */
  ended(eventId: string, count?: number): Promise<RunState[]>;
  runsOf(eventId: string): Promise<RunState[]>;
  cancel(runId: string): Promise<number>;
  stop(): Promise<void>;
};

const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY, INNGEST_SERVE_ORIGIN } = process.env;
const real =
  INNGEST_BASE_URL && INNGEST_EVENT_KEY && INNGEST_SIGNING_KEY
    ? { baseUrl: INNGEST_BASE_URL, eventKey: INNGEST_EVENT_KEY, signingKey: INNGEST_SIGNING_KEY }
    : null;

/** True when the suite runs against the Inngest server that the INNGEST_* variables name. */
export const isReal = real !== null;

/** An Inngest server notices after a moment what the embedded engine notices at once. */
export const patienceMs = isReal ? 120_000 : 30_000;

/** Apps and events of one run of the suite, so that an earlier one on the same server does not answer. */
const app = `suite-${Date.now().toString(36)}-${process.pid}`;

/**
 * Serves functions to a server and talks to it by its public API alone: the embedded engine by default, or
 * the Inngest server that INNGEST_BASE_URL, INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY name. That one must
 * reach this machine at INNGEST_SERVE_ORIGIN (by default 127.0.0.1 and a free port).
 */
export async function openSuite(
  name: string,
  declare: (client: Inngest, event: (name: string) => string) => InngestFunction.Any[],
): Promise<Suite> {
  const port = await findFreePort();
  const server = real ?? { baseUrl: `http://127.0.0.1:${port}`, eventKey, signingKey };
  const client = new Inngest({
    ...server,
    id: `${app}-${name}`,
    isDev: false,
    checkpointing: { bufferedSteps: 1, maxRuntime: "10s" },
    fetch: loopbackFetch,
    logger: pino({ level: "silent" }),
  });
  const eventName = (event: string) => `${client.id}/${event}`;
  const functions = declare(client, eventName);
  const stop = real ? await serve(client, functions) : await embed(client, functions, port);

  async function ask(method: string, path: string): Promise<Response> {
    return fetch(new URL(path, server.baseUrl), {
      method,
      headers: { authorization: `Bearer ${server.signingKey}` },
    });
  }
  async function runsOf(eventId: string): Promise<RunState[]> {
    const response = await ask("GET", `/v1/events/${encodeURIComponent(eventId)}/runs`);
    return ((await response.json()) as { data?: RunState[] }).data ?? [];
  }
  return {
    stop,
    runsOf,
    async send(events) {
      const body = events.map(({ name: event, ...rest }) => ({ ...rest, name: eventName(event) }));
      const { ids } = await client.send(body);
      return ids;
    },
    ended: (eventId, count = 1) =>
      eventually(async () => {
        const runs = await runsOf(eventId);
        return runs.filter(({ status }) => status !== "Running").length >= count ? runs : null;
      }, patienceMs),
    cancel: async (runId) => (await ask("DELETE", `/v1/runs/${runId}`)).status,
  };
}

async function embed(client: Inngest, functions: InngestFunction.Any[], port: number) {
  const database = await openTestDatabase();
  const engine = await openEngine(database, client, functions, { port });
  return async () => {
    await engine.stop();
    await database.close();
  };
}

async function serve(client: Inngest, functions: InngestFunction.Any[]) {
  const origin = new URL(INNGEST_SERVE_ORIGIN ?? "http://127.0.0.1");
  const port = origin.port ? Number(origin.port) : await findFreePort();
  origin.port = String(port);
  const http: Server = createServer({ client, functions, serveOrigin: origin.origin });
  http.listen(port);
  await once(http, "listening");
  const registered = await fetch(new URL("/api/inngest", origin), { method: "PUT" });
  if (!registered.ok) throw new Error(`The server refused the functions: ${await registered.text()}`);
  return async () => {
    http.closeAllConnections();
    http.close();
    await once(http, "close");
  };
}
