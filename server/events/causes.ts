import { db } from "@/server/db";
import type { Cause } from "@/server/events/schema";
import { readCauses } from "@/server/events/to-output";

/** What an event of this origin carries on: the whole way to it, and how many executions that is. */
export type Causation = { causes: Cause[]; hopCount: number };

/**
 * The causation of whatever an execution brings about: the way to its own event, and itself as the last
 * step. Null for an unknown execution. Of an event that has expired only that last step is known.
 */
export async function causeOf(executionId: string): Promise<Causation | null> {
  const rows = await db.$queryRaw<(Omit<Cause, "executionId"> & { causes: string; hopCount: number })[]>`
    SELECT x.event_id AS "eventId", x.persona_id AS "personaId", x.subscription_id AS "subscriptionId",
           coalesce(e.causes, '[]') AS causes, coalesce(e.hop_count, 0) AS "hopCount"
    FROM execution x LEFT JOIN event e ON e.id = x.event_id WHERE x.id = ${executionId}`;
  const [row] = rows;
  if (!row) return null;
  const { causes, hopCount, ...step } = row;
  return { causes: [...readCauses(causes), { executionId, ...step }], hopCount: hopCount + 1 };
}
