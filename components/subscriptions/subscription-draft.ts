import type { SubscriptionSummary } from "@/server/subscriptions/schema";

/** A subscription as it is being written: everything as text. */
export type SubscriptionDraft = {
  personaId: string;
  eventType: string;
  sourceFilter: string;
  payloadFilter: string;
  maxRetries: string;
  backoffSeconds: string;
  useCaseId: string;
};

/** The draft of a subscription that exists, or of a new one with what the URL gives. */
export function toDraft(
  subscription: SubscriptionSummary | null,
  given: { personaId: string; eventType: string },
): SubscriptionDraft {
  return {
    personaId: subscription?.personaId ?? given.personaId,
    eventType: subscription?.eventType ?? given.eventType,
    sourceFilter: subscription?.sourceFilter ?? "",
    payloadFilter: subscription?.payloadFilter ? indent(subscription.payloadFilter) : "",
    maxRetries: String(subscription?.maxRetries ?? 3),
    backoffSeconds: String((subscription?.retryBackoffMs ?? 5_000) / 1_000),
    useCaseId: subscription?.useCaseId ?? "",
  };
}

/** What decides on a match, as the hub takes it. */
export function toRule(draft: SubscriptionDraft) {
  return {
    eventType: draft.eventType.trim(),
    sourceFilter: draft.sourceFilter.trim() || null,
    payloadFilter: draft.payloadFilter.trim() || null,
  };
}

/** All fields but the persona, as the hub takes them. */
export function toFields(draft: SubscriptionDraft) {
  return {
    ...toRule(draft),
    maxRetries: Number(draft.maxRetries),
    retryBackoffMs: Math.round(Number(draft.backoffSeconds) * 1_000),
    useCaseId: draft.useCaseId.trim() || null,
  };
}

function indent(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
