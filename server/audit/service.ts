import type { Actor } from "@/server/actor";
import { db } from "@/server/db";

/** Notes who did what to what. `detail` never holds a secret. */
export async function recordAudit(
  actor: Actor,
  action: string,
  subjectId: string | null,
  detail?: Record<string, unknown>,
): Promise<void> {
  await db.auditEntry.create({
    data: {
      actorType: actor.type,
      actorId: actor.id,
      actorName: actor.name,
      action,
      subjectId,
      detail: detail ? JSON.stringify(detail) : null,
    },
  });
}
