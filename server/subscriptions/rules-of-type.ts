import type { Subscription } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { parseOrUndefined } from "@/server/json-text";
import type { Rule } from "@/server/subscriptions/match";
import { readPayloadFilter } from "@/server/subscriptions/payload-filter";

/** A subscription, its filter read, with what its executions get from it. */
export type StoredRule = Rule & {
  id: string;
  useCaseId: string | null;
  maxRetries: number;
  retryBackoffMs: number;
};

const mostTypes = 500;
const remembered = new Map<string, { token: string; rules: Promise<StoredRule[]> }>();

/**
 * Every subscription to an event type, oldest first, disabled ones too. Remembered by this process for as
 * long as the type's token stays: the database renews it with every change, so one indexed row is all that
 * is read of ten thousand subscriptions. The token is read first: rules newer than it are read again.
 */
export async function readRulesOfType(eventType: string): Promise<StoredRule[]> {
  const [found] = await db.$queryRaw<{ token: string }[]>`
    SELECT token::text AS token FROM subscription_token WHERE event_type = ${eventType}`;
  if (!found) return [];
  const known = remembered.get(eventType);
  remembered.delete(eventType);
  const entry = known?.token === found.token ? known : { token: found.token, rules: loadRules(eventType) };
  remembered.set(eventType, entry);
  forgetOldest();
  try {
    return await entry.rules;
  } catch (error) {
    if (remembered.get(eventType) === entry) remembered.delete(eventType);
    throw error;
  }
}

/** A stored row as a rule. */
export function toRule(
  row: Pick<
    Subscription,
    | "id"
    | "personaId"
    | "eventType"
    | "sourceFilter"
    | "payloadFilter"
    | "enabled"
    | "useCaseId"
    | "maxRetries"
    | "retryBackoffMs"
  >,
): StoredRule {
  return { ...row, payloadFilter: row.payloadFilter === null ? null : readStored(row.payloadFilter) };
}

async function loadRules(eventType: string): Promise<StoredRule[]> {
  const rows = await db.subscription.findMany({
    where: { eventType },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      personaId: true,
      eventType: true,
      sourceFilter: true,
      payloadFilter: true,
      enabled: true,
      useCaseId: true,
      maxRetries: true,
      retryBackoffMs: true,
    },
  });
  return rows.map(toRule);
}

function readStored(text: string): Rule["payloadFilter"] {
  const { filter, problems } = readPayloadFilter(parseOrUndefined(text));
  return problems.length === 0 ? filter : "unreadable";
}

/** The least recently used types go first; a type is cheap to read again. */
function forgetOldest(): void {
  for (const eventType of remembered.keys()) {
    if (remembered.size <= mostTypes) return;
    remembered.delete(eventType);
  }
}
