import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import { forgetKept } from "@/server/keep-for";
import { readPersona } from "@/server/personas/service";
import type { DefinitionOutput, PersonaToolRef } from "@/server/tools/schema";
import { toOutput } from "@/server/tools/service";

/** The tool definitions a persona is linked to, by name. Throws not_found. */
export async function listLinkedTools(actor: Actor, personaId: string): Promise<DefinitionOutput[]> {
  requireScope(actor, "tools:read");
  await readPersona(personaId);
  const rows = await db.toolDefinition.findMany({
    where: { personas: { some: { personaId } } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    include: { _count: { select: { personas: true } } },
  });
  return rows.map(toOutput);
}

/** Gives a persona a tool; one that it holds already stays. Throws not_found. */
export async function linkTool(
  actor: Actor,
  { personaId, toolId }: PersonaToolRef,
): Promise<{ linked: true }> {
  requireScope(actor, "tools:write");
  requireScope(actor, "personas:write");
  await readPersona(personaId);
  if (!(await db.toolDefinition.findUnique({ where: { id: toolId }, select: { id: true } })))
    throw notFound("tool definition", toolId);
  await db.personaTool.createMany({ data: [{ personaId, toolId }], skipDuplicates: true });
  forgetKept();
  return { linked: true };
}

/** Takes a tool from a persona. Throws not_found when it did not hold it. */
export async function unlinkTool(
  actor: Actor,
  { personaId, toolId }: PersonaToolRef,
): Promise<{ deleted: true }> {
  requireScope(actor, "tools:write");
  requireScope(actor, "personas:write");
  const { count } = await db.personaTool.deleteMany({ where: { personaId, toolId } });
  if (count === 0) throw notFound("tool of this persona", toolId);
  forgetKept();
  return { deleted: true };
}
