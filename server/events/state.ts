import type { EventStatus } from "@/server/events/schema";

/**
 * Where an event may go from each status; the database refuses every other move (migration event_lifecycle).
 * Matching settles it, the last failed attempt buries it, a person may revive it (design §12.3).
 */
export const eventMoves: Readonly<Record<EventStatus, readonly EventStatus[]>> = {
  pending: ["processing", "skipped", "failed"],
  processing: ["pending", "delivered", "partial", "skipped", "failed"],
  delivered: ["dead_letter"],
  partial: ["dead_letter"],
  skipped: [],
  failed: ["pending"],
  dead_letter: ["pending"],
};

export function canMove(from: EventStatus, to: EventStatus): boolean {
  return eventMoves[from].includes(to);
}

/** The statuses from which an event may come to `to`. */
export function sourcesOf(to: EventStatus): EventStatus[] {
  return (Object.keys(eventMoves) as EventStatus[]).filter((from) => canMove(from, to));
}
