import { Prisma } from "@/prisma/generated/client";
import type { EventStatus } from "@/server/events/schema";
import { sourcesOf } from "@/server/events/state";

type Change = {
  /** Null takes an earlier message away. */
  errorMessage?: string | null;
  /** Takes up one that stands there already: the work on it was cut off. */
  orAgain?: boolean;
};

/**
 * The one statement that changes an event's status, to be composed with what the change brings about. It
 * finds no row when the event cannot go there from where it is, so that whatever hangs on it does not happen.
 */
export function moveEvent(
  eventId: string,
  to: EventStatus,
  { errorMessage, orAgain = false }: Change = {},
): Prisma.Sql {
  const from = orAgain ? [...sourcesOf(to), to] : sourcesOf(to);
  const message = errorMessage === undefined ? Prisma.empty : Prisma.sql`error_message = ${errorMessage},`;
  const settled = to !== "pending" && to !== "processing";
  return Prisma.sql`
    UPDATE event SET status = ${to}, ${message}
      processed_at = ${settled ? Prisma.sql`clock_timestamp()` : Prisma.sql`NULL`}, updated_at = clock_timestamp()
    WHERE id = ${eventId} AND status = ANY(${from})`;
}
