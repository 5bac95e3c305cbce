import { describeCondition } from "@/server/subscriptions/describe-condition";
import { type Fact, isSourceMatch, type Rule } from "@/server/subscriptions/match";
import { findUnmet } from "@/server/subscriptions/match-payload";
import type { PayloadReader } from "@/server/subscriptions/payload-reader";
import type { MatchCheck } from "@/server/subscriptions/schema";

export type ExplainedRule = Rule & {
  personaEnabled: boolean;
  disabledBy: string | null;
  disabledReason: string | null;
};
/** `too long` is a payload that a preview does not read. */
export type SeenPayload = { read: PayloadReader; isJson: boolean } | "too long";

/**
 * Why a subscription does or does not react to an event: the same rule as `isMatch`, with every part
 * looked at and put into words.
 */
export function explainMatch(rule: ExplainedRule, event: Fact, payload: SeenPayload): MatchCheck[] {
  return [
    checkType(rule, event),
    ...checkTarget(rule, event),
    ...checkSource(rule, event),
    ...checkPayload(rule, payload),
    checkEnabled(rule),
    ...(rule.personaEnabled
      ? []
      : [{ key: "persona", isMet: false, text: "The persona is disabled" } as const]),
  ];
}

/** Null when it cannot be told, because a part was not looked at. */
export function sumUp(checks: MatchCheck[]): { isMatch: boolean | null; reason: string } {
  const unmet = checks.find(({ isMet }) => isMet === false);
  if (unmet) return { isMatch: false, reason: unmet.text };
  const unseen = checks.find(({ isMet }) => isMet === null);
  if (unseen) return { isMatch: null, reason: unseen.text };
  const asked = checks.filter(({ key }) => key !== "type" && key !== "enabled");
  if (asked.length === 0) return { isMatch: true, reason: "The type matches, and nothing else is asked" };
  return { isMatch: true, reason: asked.map(({ text }) => text).join(". ") };
}

function checkType(rule: Rule, event: Fact): MatchCheck {
  const isMet = rule.eventType === event.eventType;
  return {
    key: "type",
    isMet,
    text: `The type is ${event.eventType}${isMet ? "" : `, not ${rule.eventType}`}`,
  };
}

function checkTarget({ personaId }: Rule, { targetPersonaId }: Fact): MatchCheck[] {
  if (targetPersonaId === null) return [];
  const isMet = targetPersonaId === personaId;
  return [{ key: "target", isMet, text: `The event names ${isMet ? "this" : "another"} persona` }];
}

function checkSource({ sourceFilter }: Rule, { sourceId }: Fact): MatchCheck[] {
  if (!sourceFilter) return [];
  const isMet = isSourceMatch(sourceFilter, sourceId);
  const wanted = sourceFilter.endsWith("*")
    ? `begin${isMet ? "s" : ""} with ${sourceFilter.slice(0, -1)}`
    : `${isMet ? "is" : "be"} ${sourceFilter}`;
  const text =
    sourceId === null
      ? `The event has no source, and it has to ${wanted}`
      : isMet
        ? `The source ${wanted}`
        : `The source ${sourceId} does not ${sourceFilter.endsWith("*") ? wanted : `equal ${sourceFilter}`}`;
  return [{ key: "source", isMet, text }];
}

function checkPayload({ payloadFilter }: Rule, payload: SeenPayload): MatchCheck[] {
  if (payloadFilter === null) return [];
  const check = (isMet: boolean | null, text: string): MatchCheck[] => [{ key: "payload", isMet, text }];
  if (payloadFilter === "unreadable") return check(false, "The payload filter cannot be read");
  if (payload === "too long") return check(null, "The payload is too long to look at here");
  const unmet = findUnmet(payloadFilter, payload.read);
  if (unmet === null) return check(true, "The payload fits the filter");
  const words = describeCondition(unmet, payload.read(unmet));
  return check(false, payload.isJson ? words : `The payload is no JSON: ${words}`);
}

function checkEnabled({ enabled, disabledBy, disabledReason }: ExplainedRule): MatchCheck {
  if (enabled) return { key: "enabled", isMet: true, text: "It is enabled" };
  const by = disabledBy === null ? "" : ` by ${disabledBy}`;
  const why = disabledReason === null ? "" : `: ${disabledReason}`;
  return { key: "enabled", isMet: false, text: `It was disabled${by}${why}` };
}
