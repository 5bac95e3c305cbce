import { db } from "@/server/db";
import { parseOrUndefined } from "@/server/json-text";
import { type Fact, isMatchWithoutPayload, isPayloadFit } from "@/server/subscriptions/match";
import { createPayloadReader } from "@/server/subscriptions/payload-reader";
import { readRulesOfType, type StoredRule } from "@/server/subscriptions/rules-of-type";

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
  readPayload: () => Promise<string | null>,
): Promise<Listener[]> {
  const rules = await readRulesOfType(event.eventType);
  const listeners = groupByPersona(await keepMatching(rules, event, readPayload));
  const { targetPersonaId } = event;
  if (targetPersonaId !== null && !rules.some(({ personaId }) => personaId === targetPersonaId))
    listeners.push(withoutSubscription(targetPersonaId));
  return keepEnabled(listeners);
}

async function keepMatching(
  rules: StoredRule[],
  event: Fact,
  readPayload: () => Promise<string | null>,
): Promise<StoredRule[]> {
  const candidates = rules.filter((rule) => isMatchWithoutPayload(rule, event));
  if (candidates.every(({ payloadFilter }) => payloadFilter === null)) return candidates;
  const read = createPayloadReader(parseOrUndefined(await readPayload()));
  return candidates.filter((rule) => isPayloadFit(rule, read));
}

/** By each persona's oldest rule, because the rules come oldest first. */
function groupByPersona(rules: StoredRule[]): Listener[] {
  const listeners = new Map<string, Listener>();
  for (const { id, personaId, useCaseId, maxRetries, retryBackoffMs } of rules) {
    const known = listeners.get(personaId);
    if (known) known.matchedSubscriptionIds.push(id);
    else
      listeners.set(personaId, {
        personaId,
        subscriptionId: id,
        useCaseId,
        maxRetries,
        retryBackoffMs,
        matchedSubscriptionIds: [id],
      });
  }
  return [...listeners.values()];
}

function withoutSubscription(personaId: string): Listener {
  return {
    personaId,
    subscriptionId: null,
    useCaseId: null,
    maxRetries: 0,
    retryBackoffMs: 5_000,
    matchedSubscriptionIds: [],
  };
}

async function keepEnabled(listeners: Listener[]): Promise<Listener[]> {
  if (listeners.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM persona WHERE id = ANY(${listeners.map(({ personaId }) => personaId)}) AND enabled`;
  const enabled = new Set(rows.map(({ id }) => id));
  return listeners.filter(({ personaId }) => enabled.has(personaId));
}
