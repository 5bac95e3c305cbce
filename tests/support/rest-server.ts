import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { env } from "@/server/env";
import { handleRest } from "@/server/rest/door";
import type { HubAddress } from "./api";

export type RestServer = HubAddress & { workerToken: string; stop: () => Promise<void> };

/** The REST door of the services in this process, over HTTP, on a free port unless one is given: a hub without pages and without an engine. */
export async function startRestServer(port = 0): Promise<RestServer> {
  const server = createServer(async (request, response) => {
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const reply = await handleRest(await toRequest(request, gone.signal));
    response.writeHead(reply.status, Object.fromEntries(reply.headers));
    response.end(Buffer.from(await reply.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    teamKey: env().TEAM_API_KEY,
    workerToken: env().WORKER_TOKEN ?? "",
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function toRequest(request: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const hasBody = request.method !== "GET" && request.method !== "HEAD" && chunks.length > 0;
  return new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method ?? "GET",
    headers: request.headers as Record<string, string>,
    signal,
    ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
  });
}
