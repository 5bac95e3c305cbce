import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { forgetKept } from "@/server/keep-for";
import { readPersona } from "@/server/personas/service";
import type { ToolPolicy } from "@/server/tools/held-tool";
import type { PolicyOutput, PolicyUpdate } from "@/server/tools/schema";

/** What was decided about a persona's tools, by tool name. Throws not_found. */
export async function getToolPolicies(actor: Actor, personaId: string): Promise<PolicyOutput> {
  requireScope(actor, "tools:read");
  await readPersona(personaId);
  return { policies: Object.fromEntries(await readPolicies(personaId)) };
}

/** Decides about the named tools and leaves the others; null goes back to the usual policy. Throws not_found. */
export async function setToolPolicies(
  actor: Actor,
  { personaId, policies }: PolicyUpdate,
): Promise<PolicyOutput> {
  requireScope(actor, "tools:write");
  requireScope(actor, "personas:write");
  await readPersona(personaId);
  await db.$transaction(
    Object.entries(policies).map(([toolName, policy]) =>
      policy === null
        ? db.toolPolicy.deleteMany({ where: { personaId, toolName } })
        : db.toolPolicy.upsert({
            where: { personaId_toolName: { personaId, toolName } },
            create: { personaId, toolName, policy },
            update: { policy },
          }),
    ),
  );
  forgetKept();
  return getToolPolicies(actor, personaId);
}

/** The decisions, for the hub's own use. */
export async function readPolicies(personaId: string): Promise<Map<string, ToolPolicy>> {
  const rows = await db.toolPolicy.findMany({ where: { personaId }, orderBy: { toolName: "asc" } });
  return new Map(rows.map(({ toolName, policy }) => [toolName, policy as ToolPolicy]));
}
