import type { Tool } from "@modelcontextprotocol/client";
import type { McpServer } from "@/prisma/generated/client";
import { openStoredSecrets } from "@/server/credentials/stored-secrets";
import { db } from "@/server/db";
import { AppError } from "@/server/errors";
import { forgetKept } from "@/server/keep-for";
import { redactKnown } from "@/server/known-secrets";
import { type Reachable, withServer } from "@/server/mcp-servers/connect";
import type { RemoteTool } from "@/server/mcp-servers/schema";
import { redactDeep } from "@/server/redact";

const timeoutMs = 15_000;
const freshMs = 10 * 60_000;
/** A server that is down is not waited for at every turn. */
const pauseMs = 60_000;
const impatientMs = 5_000;
const mostTools = 500;
const longestDescription = 4_000;
const largestSchema = 64 * 1024;

const triedAt = new Map<string, number>();

/**
 * Asks a server for its tools and keeps them in its row, or keeps why it failed; both without what it is signed in to
 * with, and without any other secret that this process has in hand. Throws what `withServer` throws.
 */
export async function readTools(
  server: Reachable,
  options: { timeoutMs?: number } = {},
): Promise<RemoteTool[]> {
  triedAt.set(server.id, Date.now());
  try {
    const listed = await withServer(server, { timeoutMs, ...options }, (client, request) =>
      client.listTools(undefined, request),
    );
    await openStoredSecrets();
    const tools = describeTools(redactDeep({ redact: redactKnown }, listed.tools));
    await db.mcpServer.updateMany({
      where: { id: server.id, url: server.url },
      data: { tools: JSON.stringify(tools), toolsReadAt: new Date(), lastError: null },
    });
    forgetKept();
    return tools;
  } catch (error) {
    if (error instanceof AppError)
      await db.mcpServer.updateMany({
        where: { id: server.id },
        data: { lastError: redactKnown(error.message) },
      });
    throw error;
  }
}

/**
 * The tools known of a server. When that was more than ten minutes ago they are asked for again, beside the run that
 * wants them; only where none are known yet it waits, five seconds at most. Never fails.
 */
export async function keepToolsFresh(server: McpServer): Promise<RemoteTool[]> {
  const known = parseTools(server.tools);
  const age = Date.now() - (server.toolsReadAt?.getTime() ?? 0);
  const isPaused = Date.now() - (triedAt.get(server.id) ?? 0) < pauseMs;
  if (age < freshMs || isPaused) return known;
  const reading = readTools(server, { timeoutMs: impatientMs }).catch(() => known);
  return server.toolsReadAt === null ? reading : known;
}

/** The tools in a row. */
export function parseTools(text: string): RemoteTool[] {
  return JSON.parse(text) as RemoteTool[];
}

/** What a server says of its tools, cut to what is kept, by name so that their order stays. */
function describeTools(tools: readonly Tool[]): RemoteTool[] {
  return tools
    .map(({ name, title, description, inputSchema, annotations }) => ({
      name: clean(name).slice(0, 200),
      description: clean(description ?? annotations?.title ?? title ?? name).slice(0, longestDescription),
      inputSchema: inputSchema as Record<string, unknown>,
      readOnlyHint: annotations?.readOnlyHint === true,
      destructiveHint: annotations?.destructiveHint === true,
      idempotentHint: annotations?.idempotentHint === true,
    }))
    .filter(({ inputSchema }) => JSON.stringify(inputSchema).length <= largestSchema)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, mostTools);
}

function clean(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, "").toWellFormed();
}
