import { db } from "@/server/db";
import { isMatch } from "@/server/subscriptions/match";

export type Fact = { eventType: string; sourceId: string | null; targetPersonaId: string | null };
/** A persona that reacts to an event. The oldest of the subscriptions that match speaks for the others. */
export type Listener = {
  personaId: string;
  /** Null when the event names the persona and the persona has no subscription for its type. */
  subscriptionId: string | null;
  useCaseId: string | null;
  maxRetries: number;
  retryBackoffMs: number;
  /** Every subscription of the persona that matches, oldest first. */
  matchedSubscriptionIds: string[];
};

/**
 * The enabled personas that react to an event, once each; the oldest matching subscription supplies the
 * use case and the retries. A targeted event reaches its persona without a subscription too, then with no
 * retries, unless the persona has subscriptions for this type and none fits (design §12.2). `readPayload`
 * is called at most once, and only when a filter on payloads has to be held against it.
 */
export async function findListeners(
  event: Fact,
  _readPayload: () => Promise<string | null>,
): Promise<Listener[]> {
  const rows = await db.subscription.findMany({
    where: {
      eventType: event.eventType,
      persona: { enabled: true },
      ...(event.targetPersonaId === null ? { enabled: true } : { personaId: event.targetPersonaId }),
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  if (event.targetPersonaId !== null && rows.length === 0) return findTarget(event.targetPersonaId);
  const listeners = new Map<string, Listener>();
  for (const row of rows) {
    if (!isMatch(row, event)) continue;
    const known = listeners.get(row.personaId);
    if (known) known.matchedSubscriptionIds.push(row.id);
    else
      listeners.set(row.personaId, {
        personaId: row.personaId,
        subscriptionId: row.id,
        useCaseId: row.useCaseId,
        maxRetries: row.maxRetries,
        retryBackoffMs: row.retryBackoffMs,
        matchedSubscriptionIds: [row.id],
      });
  }
  return [...listeners.values()];
}

async function findTarget(personaId: string): Promise<Listener[]> {
  const isEnabled = await db.persona.count({ where: { id: personaId, enabled: true } });
  if (!isEnabled) return [];
  return [
    {
      personaId,
      subscriptionId: null,
      useCaseId: null,
      maxRetries: 0,
      retryBackoffMs: 5_000,
      matchedSubscriptionIds: [],
    },
  ];
}
