import { db } from "@/server/db";
import type { Note } from "@/server/events/dispatch";
import type { Cause } from "@/server/events/schema";
import type { Settings } from "@/server/settings/schema";
import type { Listener } from "@/server/subscriptions/find-listeners";

export type Tripped = { subscriptionId: string; reason: string };
type Limits = Pick<Settings, "loopBreakerCount" | "loopBreakerMinutes">;

/**
 * The rolling breaker. A subscription that matches an event it has led to itself counts; when that happens
 * more than `loopBreakerCount` times in `loopBreakerMinutes`, it trips: it is to be disabled, and its persona
 * does not run for this event. Counting starts anew once a person has enabled it again.
 */
export async function guardLoops(
  eventId: string,
  causes: readonly Cause[],
  listeners: Listener[],
  limits: Limits,
  now = Date.now(),
): Promise<{ listeners: Listener[]; notes: Note[]; tripped: Tripped[] }> {
  const looping = listeners.flatMap(({ personaId, matchedSubscriptionIds }) =>
    matchedSubscriptionIds
      .filter((id) => causes.some(({ subscriptionId }) => subscriptionId === id))
      .map((subscriptionId) => ({ subscriptionId, personaId })),
  );
  if (looping.length === 0) return { listeners, notes: [], tripped: [] };
  const since = new Date(now - limits.loopBreakerMinutes * 60_000);
  const counts = await countLoops(
    looping.map(({ subscriptionId }) => subscriptionId),
    since,
  );
  const notes: Note[] = [];
  const tripped: Tripped[] = [];
  for (const { subscriptionId, personaId } of looping) {
    const count = (counts.get(subscriptionId) ?? 0) + 1;
    const detail = `Led to itself ${count} ${count === 1 ? "time" : "times"} in ${limits.loopBreakerMinutes} minutes`;
    if (count > limits.loopBreakerCount) {
      tripped.push({ subscriptionId, reason: `${detail}, the last time by the event ${eventId}.` });
      notes.push({
        action: "loop_guard_tripped",
        subscriptionId,
        personaId,
        detail: `${detail}: subscription disabled.`,
      });
    } else notes.push({ action: "loop_noticed", subscriptionId, personaId, detail: `${detail}.` });
  }
  const isTripped = ({ matchedSubscriptionIds }: Listener) =>
    tripped.some(({ subscriptionId }) => matchedSubscriptionIds.includes(subscriptionId));
  return { listeners: listeners.filter((each) => !isTripped(each)), notes, tripped };
}

async function countLoops(subscriptionIds: string[], since: Date): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ id: string; count: number }[]>`
    SELECT a.subscription_id AS id, count(*)::int AS count FROM event_audit a
    WHERE a.subscription_id = ANY(${subscriptionIds}) AND a.action = 'loop_noticed' AND a.created_at > ${since}
      AND a.id > coalesce((SELECT max(t.id) FROM event_audit t
                           WHERE t.subscription_id = a.subscription_id AND t.action = 'loop_guard_tripped'), 0)
    GROUP BY a.subscription_id`;
  return new Map(rows.map(({ id, count }) => [id, count]));
}
