import { db } from "@/server/db";
import { parseOrUndefined } from "@/server/json-text";
import { explainMatch, type SeenPayload, sumUp } from "@/server/subscriptions/explain";
import type { Fact } from "@/server/subscriptions/match";
import { createPayloadReader } from "@/server/subscriptions/payload-reader";
import { toRule } from "@/server/subscriptions/rules-of-type";
import type { ExplainedSubscription, MatchPreview } from "@/server/subscriptions/schema";

const mostExplained = 200;

/**
 * What `findListeners` would answer, and why, subscription by subscription: those of the event's type, of
 * the named persona alone when the event names one. Nothing is made.
 */
export async function explainListeners(event: Fact, payload: string | null): Promise<MatchPreview> {
  const { eventType, targetPersonaId } = event;
  const [rows, totalCount, target] = await Promise.all([
    db.subscription.findMany({
      where: { eventType, ...(targetPersonaId === null ? {} : { personaId: targetPersonaId }) },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      include: { persona: { select: { name: true, enabled: true } } },
    }),
    db.subscription.count(),
    targetPersonaId === null
      ? null
      : db.persona.findUnique({ where: { id: targetPersonaId }, select: { name: true, enabled: true } }),
  ]);
  const seen = seePayload(payload);
  const served = new Map<string, string>();
  const explained = rows.map(({ persona, ...row }): ExplainedSubscription => {
    const rule = { ...row, ...toRule(row), personaEnabled: persona.enabled };
    const checks = explainMatch(rule, event, seen);
    const { isMatch, reason } = sumUp(checks);
    const olderId = served.get(row.personaId);
    if (isMatch && olderId === undefined) served.set(row.personaId, row.id);
    return {
      subscriptionId: row.id,
      personaId: row.personaId,
      personaName: persona.name,
      sourceFilter: row.sourceFilter,
      isMatch: isMatch === true,
      makesExecution: isMatch === true && olderId === undefined,
      reason:
        isMatch && olderId !== undefined
          ? `${persona.name} runs for the older subscription ${olderId}`
          : reason,
      checks,
    };
  });
  const matching = explained.filter(({ isMatch }) => isMatch);
  const others = explained.filter(({ isMatch }) => !isMatch);
  return {
    executions: [
      ...matching.flatMap(({ makesExecution, personaId, personaName, subscriptionId }) =>
        makesExecution ? [{ personaId, personaName, subscriptionId }] : [],
      ),
      ...(targetPersonaId !== null && target?.enabled && rows.length === 0
        ? [{ personaId: targetPersonaId, personaName: target.name, subscriptionId: null }]
        : []),
    ],
    note: targetPersonaId === null ? null : describeTarget(target, rows.length),
    subscriptions: [...matching, ...others].slice(0, mostExplained),
    matchCount: matching.length,
    comparedCount: rows.length,
    otherCount: totalCount - rows.length,
  };
}

/** A payload as the checks take it. Null is no payload, which is no JSON either. */
export function seePayload(payload: string | null): SeenPayload {
  const json = parseOrUndefined(payload);
  return { read: createPayloadReader(json), isJson: json !== undefined };
}

function describeTarget(
  target: { name: string; enabled: boolean } | null,
  subscriptionCount: number,
): string {
  if (target === null) return "The event names a persona that does not exist.";
  if (subscriptionCount > 0)
    return `The event names ${target.name}: its own subscriptions to this type decide, nobody else's.`;
  return target.enabled
    ? `The event names ${target.name}, which needs no subscription as long as it has none to this type.`
    : `The event names ${target.name}, which is disabled.`;
}
