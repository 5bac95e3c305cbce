import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { heldBy, type Lease, refuseWrite } from "@/server/workers/lease";

export type HeldExecution = {
  personaId: string;
  personaName: string;
  eventId: string | null;
  workerSeq: number;
  workerProgress: string | null;
};

/** The execution as its worker may write it. Throws conflict when the lease does not hold. */
export async function readHeld(lease: Lease): Promise<HeldExecution> {
  const [row] = await db.$queryRaw<HeldExecution[]>`
    SELECT persona_id AS "personaId", persona_name AS "personaName", event_id AS "eventId",
           worker_seq AS "workerSeq", worker_progress AS "workerProgress"
    FROM execution WHERE ${heldBy(lease)}`;
  if (!row) throw await refuseWrite(lease);
  return row;
}

/** A patch of `worker_progress`, as an SQL expression. */
export function patchProgress(patch: object): Prisma.Sql {
  return Prisma.sql`(coalesce(worker_progress, '{}')::jsonb || ${JSON.stringify(patch)}::jsonb)::text`;
}
