import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, type Ask, type Route, refuse, writeAnswer } from "./exchange";
import type { Log } from "./log";
import { openLoopback } from "./loopback";

export type Door = { port: number; close(): Promise<void> };

/**
 * Serves the routes on 127.0.0.1, and in memory to the functions of this process. The first route that
 * answers wins. Rejects when the port is taken.
 */
export async function openDoor(options: { port: number; routes: readonly Route[]; log: Log }): Promise<Door> {
  const handle = async (ask: Ask): Promise<Answer> => {
    try {
      for (const route of options.routes) {
        const answer = await route(ask);
        if (answer) return answer;
      }
      return refuse(404, "not found");
    } catch (error) {
      options.log.error({ err: error }, "a request to the engine failed");
      return refuse(500, "internal error");
    }
  };
  const server = createServer((request, response) => {
    void handle(readAsk(request)).then((answer) => send(request, response, answer));
  });
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const closeLoopback = openLoopback(`http://127.0.0.1:${port}`, handle);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        closeLoopback();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readAsk(request: IncomingMessage): Ask {
  return {
    method: request.method ?? "GET",
    path: (request.url ?? "/").split("?")[0] ?? "/",
    header: (name) => {
      const value = request.headers[name];
      return typeof value === "string" ? value : null;
    },
    text: (limit) => readBody(request, limit),
  };
}

async function readBody(request: IncomingMessage, limit: number): Promise<string | null> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > limit) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const text = writeAnswer(answer);
  response.writeHead(answer.status, {
    "content-type": "application/json",
    ...(answer.status === 204 ? {} : { "content-length": Buffer.byteLength(text) }),
    ...(answer.status === 503 ? { "retry-after": "1" } : {}),
    // The rest of a body that was not read would be taken for the next request.
    ...(request.complete ? {} : { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : text);
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
