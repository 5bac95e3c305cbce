import { Prisma } from "@/prisma/generated/client";
import { currentPeriod } from "@/server/budgets/period";
import { db } from "@/server/db";
import type { LostReason } from "@/server/executions/lost-runs";
import { heldBy, type Lease } from "@/server/workers/lease";
import { priceSpending } from "@/server/workers/spending";
import type { Spending } from "@/server/workers/spending-schema";
import { closeToolCalls } from "@/server/workers/tool-calls";

/** The budget of all runs of an execution is held under a turn that none of them is. */
export const holdTurn = 0;

/**
 * What a worker does under one lease is a turn of the execution, whose number is the lease's. Its row stands from the
 * first word of what it used, and counts once it says how the run ended. This notes what it has used so far, and at its end
 * what it said. Returns whether the lease held.
 */
export async function noteRun(
  lease: Lease,
  { content = "[]", ...spending }: Spending & { content?: string },
): Promise<boolean> {
  const priced = priceSpending(spending);
  const { usage, costUsd } = priced ?? { usage: null, costUsd: null };
  const rows = await db.$queryRaw<unknown[]>`
    WITH held AS (
      UPDATE execution SET model_used = coalesce(${spending.model ?? null}, model_used), updated_at = clock_timestamp()
      WHERE ${heldBy(lease)} RETURNING id, lease_number, model_used
    ), noted AS (
      INSERT INTO execution_turn AS t (execution_id, turn, attempt, model, content, input_tokens, output_tokens,
        cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, cost_usd, duration_ms)
      SELECT id, lease_number, lease_number - 1, coalesce(model_used, 'claude-cli'), ${content},
        ${usage?.inputTokens ?? 0}, ${usage?.outputTokens ?? 0}, ${usage?.cacheReadTokens ?? 0},
        ${usage?.cacheWrite5mTokens ?? 0}, ${usage?.cacheWrite1hTokens ?? 0}, ${costUsd ?? 0}, 0
      FROM held
      ON CONFLICT (execution_id, turn) DO UPDATE SET model = EXCLUDED.model, content = EXCLUDED.content,
        created_at = clock_timestamp(),
        duration_ms = t.duration_ms + greatest(0, extract(epoch FROM clock_timestamp() - t.created_at) * 1000)::int
        ${priced ? useNew : Prisma.empty}
      WHERE t.stop_reason IS NULL
    )
    SELECT id FROM held`;
  return rows.length === 1;
}

const useNew = Prisma.sql`, input_tokens = EXCLUDED.input_tokens, output_tokens = EXCLUDED.output_tokens,
  cache_read_tokens = EXCLUDED.cache_read_tokens, cache_write_5m_tokens = EXCLUDED.cache_write_5m_tokens,
  cache_write_1h_tokens = EXCLUDED.cache_write_1h_tokens, cost_usd = EXCLUDED.cost_usd`;

/** A run whose lease is over, as an SQL condition on `t` and `execution`. */
const isOver = Prisma.sql`execution.runtime = 'worker' AND NOT (
  execution.status = 'running' AND execution.worker_id IS NOT NULL AND t.turn = execution.lease_number)`;

/**
 * Closes what earlier leases of an execution left behind: nobody knows what became of calls that were under way, and what
 * they had used counts for the execution and its month, and is taken off what is held for those that follow.
 */
export async function closeRuns(executionId: string, reason: LostReason): Promise<void> {
  await closeToolCalls(
    executionId,
    Prisma.sql`NOT (execution.status = 'running'
    AND execution.worker_id IS NOT NULL AND c.turn = execution.lease_number)`,
  );
  await bookRuns(executionId, reason, isOver);
}

/** Counts what the run of a lease used, once, whatever becomes of its execution. */
export function bookRun(
  { executionId, leaseNumber }: Lease,
  stopReason: string,
  durationMs: number,
): Promise<void> {
  return bookRuns(executionId, stopReason, Prisma.sql`t.turn = ${leaseNumber}`, durationMs);
}

/** Closes runs that a crash kept from it. */
export async function closeLeftRuns(): Promise<void> {
  const left = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT execution.id FROM execution_turn t JOIN execution ON execution.id = t.execution_id
    WHERE t.created_at > now() - interval '1 day' AND t.stop_reason IS NULL AND ${isOver} LIMIT 500`;
  for (const { id } of left) await closeRuns(id, "lost");
}

async function bookRuns(
  executionId: string,
  stopReason: string,
  which: Prisma.Sql,
  durationMs: number | null = null,
): Promise<void> {
  const period = await currentPeriod();
  await db.$transaction([
    // The row that every word of a worker locks first, so that none of them comes in between.
    db.$queryRaw`SELECT id FROM execution WHERE id = ${executionId} FOR UPDATE`,
    db.$executeRaw`
      WITH ended AS (
        UPDATE execution_turn t SET stop_reason = ${stopReason}, duration_ms = coalesce(${durationMs}, t.duration_ms)
        FROM execution
        WHERE t.execution_id = ${executionId} AND execution.id = t.execution_id AND t.stop_reason IS NULL AND ${which}
        RETURNING t.*
      ), spent AS (
        SELECT sum(cost_usd) AS cost_usd, sum(input_tokens)::int AS input, sum(output_tokens)::int AS output,
          sum(cache_read_tokens)::int AS read, sum(cache_write_5m_tokens)::int AS write_5m,
          sum(cache_write_1h_tokens)::int AS write_1h
        FROM ended HAVING count(*) > 0
      ), summed AS (
        UPDATE execution SET cost_usd = execution.cost_usd + spent.cost_usd,
          input_tokens = input_tokens + spent.input, output_tokens = output_tokens + spent.output,
          cache_read_tokens = cache_read_tokens + spent.read,
          cache_write_5m_tokens = cache_write_5m_tokens + spent.write_5m,
          cache_write_1h_tokens = cache_write_1h_tokens + spent.write_1h, updated_at = clock_timestamp()
        FROM spent WHERE execution.id = ${executionId} RETURNING persona_id, spent.cost_usd
      ), former AS (
        SELECT period, amount_usd FROM budget_hold WHERE execution_id = ${executionId} AND turn = ${holdTurn}
      ), lowered AS (
        UPDATE budget_hold h SET amount_usd = greatest(0, h.amount_usd - spent.cost_usd)
        FROM spent WHERE h.execution_id = ${executionId} AND h.turn = ${holdTurn}
      )
      INSERT INTO budget_period AS b (persona_id, period, spent_usd)
      SELECT persona_id, coalesce((SELECT period FROM former), ${period}), cost_usd FROM summed
      ON CONFLICT (persona_id, period) DO UPDATE SET spent_usd = b.spent_usd + EXCLUDED.spent_usd,
        held_usd = greatest(0, b.held_usd - least(coalesce((SELECT amount_usd FROM former), 0), EXCLUDED.spent_usd))`,
  ]);
}
