import { isPayloadMatch } from "@/server/subscriptions/match-payload";
import type { PayloadFilter } from "@/server/subscriptions/payload-filter";
import type { PayloadReader } from "@/server/subscriptions/payload-reader";

/** What matching looks at. A filter on payloads that cannot be read fits nothing. */
export type Rule = {
  personaId: string;
  eventType: string;
  sourceFilter: string | null;
  payloadFilter: PayloadFilter | "unreadable" | null;
  enabled: boolean;
};
export type Fact = { eventType: string; sourceId: string | null; targetPersonaId: string | null };

/**
 * Whether a subscription reacts to an event: enabled, the same type, a source that fits, when the event
 * names a target, that persona, and a payload that fits (contracts/personas.md §1.4).
 */
export function isMatch(rule: Rule, event: Fact, read: PayloadReader): boolean {
  return isMatchWithoutPayload(rule, event) && isPayloadFit(rule, read);
}

/** Everything but the payload, which costs a read. */
export function isMatchWithoutPayload(rule: Rule, event: Fact): boolean {
  return (
    rule.enabled &&
    rule.eventType === event.eventType &&
    isSourceMatch(rule.sourceFilter, event.sourceId) &&
    (event.targetPersonaId === null || event.targetPersonaId === rule.personaId)
  );
}

export function isPayloadFit({ payloadFilter }: Rule, read: PayloadReader): boolean {
  if (payloadFilter === null) return true;
  return payloadFilter !== "unreadable" && isPayloadMatch(payloadFilter, read);
}

/** Exact, or by prefix when the filter ends in `*`. An event without a source fits no filter. */
export function isSourceMatch(filter: string | null, sourceId: string | null): boolean {
  if (filter === null || filter === "") return true;
  if (sourceId === null) return false;
  return filter.endsWith("*") ? sourceId.startsWith(filter.slice(0, -1)) : sourceId === filter;
}
