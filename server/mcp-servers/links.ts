import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import { forgetKept } from "@/server/keep-for";
import type { PersonaServerRef, ServerSummary } from "@/server/mcp-servers/schema";
import { readServer, withCount } from "@/server/mcp-servers/service";
import { toSummary } from "@/server/mcp-servers/to-output";
import { readPersona } from "@/server/personas/service";

/** The MCP servers whose tools a persona is given, by name. Throws not_found. */
export async function listLinkedServers(actor: Actor, personaId: string): Promise<ServerSummary[]> {
  requireScope(actor, "tools:read");
  await readPersona(personaId);
  const rows = await db.mcpServer.findMany({
    where: { personas: { some: { personaId } } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    include: withCount,
  });
  return rows.map(toSummary);
}

/** Gives a persona the tools of an MCP server. Throws not_found. */
export async function linkServer(
  actor: Actor,
  { personaId, serverId }: PersonaServerRef,
): Promise<{ linked: true }> {
  requireScope(actor, "tools:write");
  requireScope(actor, "personas:write");
  await readPersona(personaId);
  await readServer(serverId);
  await db.personaMcpServer.createMany({ data: [{ personaId, serverId }], skipDuplicates: true });
  forgetKept();
  return { linked: true };
}

/** Takes the tools of an MCP server from a persona. Throws not_found when it did not hold them. */
export async function unlinkServer(
  actor: Actor,
  { personaId, serverId }: PersonaServerRef,
): Promise<{ deleted: true }> {
  requireScope(actor, "tools:write");
  requireScope(actor, "personas:write");
  const { count } = await db.personaMcpServer.deleteMany({ where: { personaId, serverId } });
  if (count === 0) throw notFound("MCP server of this persona", serverId);
  forgetKept();
  return { deleted: true };
}
