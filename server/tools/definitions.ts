import type { ToolDefinition } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { keepEachFor } from "@/server/keep-for";

const freshMs = 1_000;
const kept = keepEachFor(freshMs, readDefinitions);

/** The tool definitions a persona is linked to, by name. At most a second old; a change in this process counts at once. */
export function listDefinitions(personaId: string): Promise<ToolDefinition[]> {
  return kept.read(personaId);
}

/** To be called once a definition or a link was changed. */
export function forgetDefinitions(): void {
  kept.forget();
}

function readDefinitions(personaId: string): Promise<ToolDefinition[]> {
  return db.toolDefinition.findMany({
    where: { personas: { some: { personaId } } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}
