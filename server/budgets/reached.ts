import { noticeRaised } from "@/inngest/events";
import { formatMoney } from "@/lib/format";
import { isReached, type Ledger } from "@/server/budgets/ledger";
import { currentPeriod } from "@/server/budgets/period";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { writeMessage } from "@/server/messages/write";
import { flushOutbox, type OutboxRow, outboxRow } from "@/server/outbox/service";
import { findPersona } from "@/server/personas/service";

type Refused = { executionId: string; personaId: string; amountUsd: number };

/**
 * Marks a budget as reached and tells it: one notice to the endpoints and one message in the inbox, once until it is
 * raised or the month ends. Says nothing while it is only what other turns hold that leaves no room.
 */
export async function tellReached(
  { executionId, personaId, amountUsd }: Refused,
  period: string,
): Promise<void> {
  const persona = await findPersona(personaId);
  const row = await db.budgetPeriod.findUnique({ where: { personaId_period: { personaId, period } } });
  const ledger: Ledger = {
    limitUsd: persona?.monthlyBudgetUsd ?? null,
    spentUsd: row?.spentUsd ?? 0,
    heldUsd: row?.heldUsd ?? 0,
  };
  if (!persona || ledger.limitUsd === null || !isReached(ledger, amountUsd)) return;
  const reachedAt = await markReached(personaId, period);
  await writeMessage({
    key: `budget:${personaId}:${period}:${reachedAt.getTime()}`,
    personaId,
    personaName: persona.name,
    executionId,
    title: `${persona.name} has reached its budget`,
    content: explain(personaId, period, ledger, amountUsd),
    contentType: "warning",
    priority: "urgent",
    metadata: { kind: "budget.reached", period, limitUsd: ledger.limitUsd, spentUsd: ledger.spentUsd },
  });
}

/**
 * Opens a reached budget again, when it was raised or taken away: it will be told anew when it is reached again.
 * Leaves one alone that has no room even so.
 */
export async function reopenBudget(personaId: string): Promise<void> {
  const period = await currentPeriod();
  await db.$executeRaw`
    UPDATE budget_period b SET reached_at = NULL FROM persona p
    WHERE b.persona_id = ${personaId} AND b.period = ${period} AND p.id = b.persona_id
      AND coalesce(b.spent_usd + b.held_usd < p.monthly_budget_usd, true)`;
}

/** When it was found reached, which is now unless it was before; the notice goes with the mark. */
async function markReached(personaId: string, period: string): Promise<Date> {
  const now = new Date();
  // Two that find it reached in the same millisecond tell the same fact.
  const notice = {
    ...outboxRow(noticeRaised.create({ type: "budget.reached", subjectId: personaId })),
    id: `out_budget_${personaId}_${period}_${now.getTime()}`,
  };
  const rows = await db.$queryRaw<{ reachedAt: Date; told: OutboxRow | null }[]>`
    WITH marked AS (
      INSERT INTO budget_period AS b (persona_id, period, reached_at) VALUES (${personaId}, ${period}, ${now})
      ON CONFLICT (persona_id, period) DO UPDATE SET reached_at = coalesce(b.reached_at, EXCLUDED.reached_at)
      RETURNING reached_at
    ), told AS (
      INSERT INTO outbox (id, name, data)
      SELECT ${notice.id}, ${notice.name}, ${notice.data} FROM marked WHERE reached_at = ${now}
      ON CONFLICT DO NOTHING
      RETURNING id, name, data
    )
    SELECT reached_at AS "reachedAt", (SELECT row_to_json(told) FROM told) AS told FROM marked`;
  await flushOutbox(rows.flatMap(({ told }) => told ?? []));
  return rows[0]?.reachedAt ?? now;
}

function explain(
  personaId: string,
  period: string,
  { limitUsd, spentUsd, heldUsd }: Ledger,
  amountUsd: number,
): string {
  const held = heldUsd > 0 ? `, and turns under way hold ${formatMoney(heldUsd)}` : "";
  return [
    `Of the ${formatMoney(limitUsd ?? 0)} for ${period}, ${formatMoney(spentUsd)} are spent${held}; the next turn may cost up to ${formatMoney(amountUsd)}.`,
    "What it runs waits, and goes on when the budget is raised or a new month begins.",
    `Raise it under [Settings of the persona](${env().PUBLIC_URL}/personas/${personaId}/settings).`,
  ].join(" ");
}
