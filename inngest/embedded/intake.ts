import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Acceptor } from "./accept";
import { readEvents } from "./event";
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

export type Intake = {
  port: number;
  close(): Promise<void>;
};

type Options = {
  port: number;
  eventKey: string;
  /** Null until the engine may accept events. */
  acceptor: () => Acceptor | null;
  health: () => Health;
  clock: () => number;
  log: Log;
};

/**
 * Serves `POST /e/:key` and `GET /health` on 127.0.0.1. Rejects when the port is taken.
 */
export async function openIntake(options: Options): Promise<Intake> {
  const server = createServer((request, response) => {
    serve(options, request).then(
      ({ status, body }) => send(request, response, status, body),
      (error: unknown) => {
        options.log.error({ err: error }, "a request to the engine failed");
        send(request, response, 500, { error: "internal error", status: 500 });
      },
    );
  });
  await listen(server, options.port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answer = { status: number; body: unknown };

async function serve(options: Options, request: IncomingMessage): Promise<Answer> {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  if (path === "/health") {
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "method not allowed");
    const health = options.health();
    return { status: health.status === "ok" ? 200 : 503, body: health };
  }
  const [, key] = /^\/e\/([^/]+)$/.exec(path) ?? [];
  if (key === undefined) return refuse(404, "not found");
  if (request.method !== "POST") return refuse(405, "method not allowed");
  if (!isSame(safelyDecode(key), options.eventKey)) return refuse(401, "the event key is not known");
  return takeEvents(options, request);
}

async function takeEvents(options: Options, request: IncomingMessage): Promise<Answer> {
  const accept = options.acceptor();
  if (!accept) return refuse(503, "the engine is not ready");
  const text = await readBody(request);
  if (text === null) return refuse(413, `the body is larger than ${largestBody} bytes`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse(400, "the body is not JSON");
  }
  const seed = request.headers["x-inngest-event-id-seed"];
  const read = readEvents(body, typeof seed === "string" ? seed : undefined, options.clock());
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

async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers["content-length"] ?? 0) > largestBody) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > largestBody) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(request: IncomingMessage, response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    ...(status === 503 ? { "retry-after": "1" } : {}),
    // The rest of a body that was not read would be taken for the next request.
    ...(request.complete ? {} : { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : text);
}

function refuse(status: number, error: string): Answer {
  return { status, body: { error, status } };
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [given, expected].map((text) => createHash("sha256").update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

function safelyDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}
