import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type WebRequest = { method: string; path: string; headers: IncomingMessage["headers"]; body: string };
export type WebServer = {
  /** Without a slash at the end. */
  url: string;
  /** Every request in order. */
  requests: WebRequest[];
  stop: () => Promise<void>;
};

/** A server on loopback that a test tells how to answer. */
export async function startWebServer(
  answer: (request: WebRequest, response: ServerResponse) => void | Promise<void>,
): Promise<WebServer> {
  const requests: WebRequest[] = [];
  const server = createServer(async (incoming, response) => {
    let body = "";
    for await (const chunk of incoming.setEncoding("utf8")) body += chunk;
    const { method = "GET", url: path = "/", headers } = incoming;
    const request = { method, path, headers, body };
    requests.push(request);
    await answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
