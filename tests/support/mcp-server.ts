import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

export type McpCall = { tool: string; input: unknown };
export type TestMcpServer = {
  /** The address of its MCP endpoint. */
  url: string;
  /** The calls of its tools, in order. */
  calls: McpCall[];
  /** Every request's method and Authorization header. */
  requests: { method: string; authorization: string | null }[];
  /** Adds a tool that is listed from now on, described and answering with this text; its name unless one is given. */
  addTool: (name: string, text?: string) => void;
  stop: () => Promise<void>;
  /** Listens again at the same address. */
  restart: () => Promise<void>;
};

/**
 * An MCP server on loopback with tools that read, write, fail, hang and say much. `isAllowed` judges the bearer; who
 * has none is told where to sign in (RFC 9728) when `authorizationServer` is named. `legacy: false` refuses clients of 2025.
 */
export async function startMcpServer({
  isAllowed = () => true,
  authorizationServer,
}: {
  isAllowed?: (bearer: string | null) => boolean;
  authorizationServer?: string;
} = {}): Promise<TestMcpServer> {
  const calls: McpCall[] = [];
  const requests: TestMcpServer["requests"] = [];
  const added = new Map<string, string>();
  const handler = createMcpHandler(() => buildServer(calls, added));
  const server = createServer(async (incoming, outgoing) => {
    const origin = `http://${incoming.headers.host}`;
    const authorization = incoming.headers.authorization ?? null;
    if (incoming.url?.startsWith("/.well-known/oauth-protected-resource") && authorizationServer) {
      const metadata = { resource: `${origin}/mcp`, authorization_servers: [authorizationServer] };
      outgoing.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(metadata));
      return;
    }
    if (incoming.url !== "/mcp") return void outgoing.writeHead(404).end();
    requests.push({ method: incoming.method ?? "", authorization });
    if (!isAllowed(authorization?.replace(/^Bearer /, "") ?? null)) {
      const where = `${origin}/.well-known/oauth-protected-resource/mcp`;
      outgoing.writeHead(401, { "WWW-Authenticate": `Bearer resource_metadata="${where}"` }).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const gone = new AbortController();
    outgoing.on("close", () => gone.abort());
    const response = await handler.fetch(
      new Request(`${origin}/mcp`, {
        method: incoming.method ?? "GET",
        headers: incoming.headers as Record<string, string>,
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
        signal: gone.signal,
      }),
    );
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    for await (const chunk of response.body ?? []) outgoing.write(chunk);
    outgoing.end();
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, "127.0.0.1", () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    calls,
    requests,
    addTool: (name, text = name) => void added.set(name, text),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    restart: () => listen(port),
  };
}

function buildServer(calls: McpCall[], added: Map<string, string>): McpServer {
  const server = new McpServer({ name: "test-shop", version: "1.0.0" });
  const say = (text: string) => ({ content: [{ type: "text" as const, text }] });
  server.registerTool(
    "list_orders",
    {
      description: "Lists orders.",
      inputSchema: z.object({ status: z.enum(["open", "sent"]) }),
      annotations: { readOnlyHint: true },
    },
    async (input) => {
      calls.push({ tool: "list_orders", input });
      return say(`orders that are ${input.status}`);
    },
  );
  server.registerTool(
    "delete_order",
    {
      description: "Deletes an order.",
      inputSchema: z.object({ id: z.string() }),
      annotations: { destructiveHint: true },
    },
    async (input) => {
      calls.push({ tool: "delete_order", input });
      return say(`deleted ${input.id}`);
    },
  );
  server.registerTool(
    "set_status",
    { description: "Sets a status.", annotations: { idempotentHint: true, readOnlyHint: false } },
    async () => say("set"),
  );
  server.registerTool("fail", { description: "Fails." }, async () => ({ ...say("no stock"), isError: true }));
  server.registerTool("throw", { description: "Throws." }, async () => {
    throw new Error("broken inside");
  });
  server.registerTool("hang", { description: "Never answers." }, () => new Promise(() => undefined));
  server.registerTool("flood", { description: "Says 11 MB." }, async () => say("x".repeat(11 * 1024 * 1024)));
  server.registerTool("deluge", { description: "Says 30 MB." }, async () =>
    say("x".repeat(30 * 1024 * 1024)),
  );
  server.registerTool("picture", { description: "Shows one." }, async () => ({
    content: [
      { type: "text", text: "a picture:" },
      { type: "image", mimeType: "image/png", data: Buffer.alloc(300).toString("base64") },
    ],
  }));
  for (const [name, text] of added)
    server.registerTool(
      name,
      { description: `Named ${text}.`, inputSchema: z.looseObject({}) },
      async (input) => {
        calls.push({ tool: name, input });
        return say(text);
      },
    );
  return server;
}
