type Listener = { personaId: string; eventType: string; sourceFilter: string | null; enabled: boolean };
type Fact = { eventType: string; sourceId: string | null; targetPersonaId: string | null };

/**
 * Whether a subscription reacts to an event: enabled, the same type, a source that fits, and, when the
 * event names a target, that persona (contracts/personas.md §1.4).
 */
export function isMatch(subscription: Listener, event: Fact): boolean {
  return (
    subscription.enabled &&
    subscription.eventType === event.eventType &&
    isSourceMatch(subscription.sourceFilter, event.sourceId) &&
    (event.targetPersonaId === null || event.targetPersonaId === subscription.personaId)
  );
}

/** Exact, or by prefix when the filter ends in `*`. An event without a source fits no filter. */
export function isSourceMatch(filter: string | null, sourceId: string | null): boolean {
  if (filter === null || filter === "") return true;
  if (sourceId === null) return false;
  return filter.endsWith("*") ? sourceId.startsWith(filter.slice(0, -1)) : sourceId === filter;
}
