import type { Acceptor } from "./accept";
import { readEvents } from "./event";
import { type Answer, type Ask, isSame, type Route, refuse, safelyDecode } from "./exchange";
import type { Log } from "./log";

/** Events carry ids, not payloads. */
const largestBody = 1024 * 1024;
/** A sender that has waited this long is told to come again; its events may still be accepted. */
const patienceMs = 5000;

export type Health = {
  status: "starting" | "ok" | "paused" | "stopping";
  queueDepth: number;
  oldestQueuedMs: number | null;
  activeRuns: number;
};

type Options = {
  eventKey: string;
  /** Null until the engine may accept events. */
  acceptor: () => Acceptor | null;
  clock: () => number;
  log: Log;
};

/** Serves `GET /health`: 200 only while the engine works. */
export function createHealthRoute(health: () => Health): Route {
  return async ({ method, path }) => {
    if (path !== "/health") return null;
    if (method !== "GET" && method !== "HEAD") return refuse(405, "method not allowed");
    const body = health();
    return { status: body.status === "ok" ? 200 : 503, body };
  };
}

/** Serves `POST /e/:key`: events are answered once they are durable. */
export function createIntake(options: Options): Route {
  return async (ask) => {
    const [, key] = /^\/e\/([^/]+)$/.exec(ask.path) ?? [];
    if (key === undefined) return null;
    if (ask.method !== "POST") return refuse(405, "method not allowed");
    if (!isSame(safelyDecode(key), options.eventKey)) return refuse(401, "the event key is not known");
    return takeEvents(options, ask);
  };
}

async function takeEvents(options: Options, ask: Ask): Promise<Answer> {
  const accept = options.acceptor();
  if (!accept) return refuse(503, "the engine is not ready");
  const text = await ask.text(largestBody);
  if (text === null) return refuse(413, `the body is larger than ${largestBody} bytes`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse(400, "the body is not JSON");
  }
  const seed = ask.header("x-inngest-event-id-seed") ?? undefined;
  const read = readEvents(body, seed, options.clock());
  if ("issues" in read) {
    return {
      status: 400,
      body: { error: "the events are not well formed", status: 400, issues: read.issues },
    };
  }
  const isAccepted = await waitFor(accept(read.events), options.log);
  if (!isAccepted) return refuse(503, "the events could not be stored now; send them again");
  return { status: 200, body: { ids: read.events.map(({ id }) => id), status: 200 } };
}

async function waitFor(accepting: Promise<void>, log: Log): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const giveUp = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const accepted = accepting.then(
    () => true,
    (error: unknown) => {
      log.error({ err: error }, "events could not be stored");
      return false;
    },
  );
  return Promise.race([accepted, giveUp]).finally(() => clearTimeout(timer));
}
