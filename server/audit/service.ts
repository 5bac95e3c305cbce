import type { Prisma } from "@/prisma/generated/client";
import type { Actor } from "@/server/actor";
import { db } from "@/server/db";

/** Notes who did what to what. `detail` never holds a secret. */
export async function recordAudit(
  actor: Actor,
  action: string,
  subjectId: string | null,
  detail?: Record<string, unknown>,
): Promise<void> {
  await db.auditEntry.create({ data: auditEntry(actor, action, subjectId, detail) });
}

/** The row of it, for a transaction that does what is noted. */
export function auditEntry(
  actor: Actor,
  action: string,
  subjectId: string | null,
  detail?: Record<string, unknown>,
): Prisma.AuditEntryCreateManyInput {
  return {
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    action,
    subjectId,
    detail: detail ? JSON.stringify(detail) : null,
  };
}
