import { budgetChanged } from "@/inngest/events";
import { Prisma } from "@/prisma/generated/client";
import { toleranceUsd } from "@/server/budgets/ledger";
import { currentPeriod } from "@/server/budgets/period";
import { tellReached } from "@/server/budgets/reached";
import { db } from "@/server/db";
import { flushOutbox, type OutboxRow, outboxRow } from "@/server/outbox/service";

export type HoldRequest = {
  executionId: string;
  turn: number;
  personaId: string;
  /** The most that the turn may cost, in dollars. */
  amountUsd: number;
};

export type SettledTurn = { executionId: string; turn: number; personaId: string; costUsd: number };

/**
 * Holds what a turn may cost against its persona's monthly budget, before the turn is paid for; the same turn holds
 * once. "reached" when there is no room: the execution then waits for budget. It is told once until the budget is
 * raised, unless it is only what other turns hold that leaves no room.
 */
export async function holdBudget(request: HoldRequest): Promise<"held" | "reached"> {
  const period = await currentPeriod();
  if (await takeRoom(request, period)) return "held";
  await tellReached(request, period);
  return "reached";
}

/**
 * Holds what is left of the month, at most `mostUsd` (null: all of it), for a turn whose cost is not known before it is
 * paid for; the same turn holds once. Nothing is held when less than `leastUsd` is left ("reached"). Without a monthly
 * budget it holds `mostUsd`, or nothing. Of many at once each is given what the ones before it left.
 */
export async function holdWhatIsLeft({
  mostUsd,
  leastUsd,
  ...turn
}: Omit<HoldRequest, "amountUsd"> & { mostUsd: number | null; leastUsd: number }): Promise<
  "held" | "reached"
> {
  const period = await currentPeriod();
  for (;;) {
    const leftUsd = await readLeft(turn.personaId, period);
    const amountUsd = leftUsd === null ? (mostUsd ?? 0) : Math.min(mostUsd ?? leftUsd, leftUsd);
    const isTooLittle = leftUsd !== null && leftUsd < leastUsd;
    // What is left may be too little because the very same turn holds it.
    const request = { ...turn, amountUsd: isTooLittle ? leastUsd : amountUsd };
    if (await takeRoom(request, period)) return "held";
    // Otherwise another was quicker, and there is less than there was.
    if (!isTooLittle) continue;
    await tellReached(request, period);
    return "reached";
  }
}

/**
 * Turns a turn's hold into what it cost; without a hold it only counts the cost. What waits for the room that
 * becomes free is told.
 */
export async function settleBudget(turn: SettledTurn): Promise<void> {
  const period = await currentPeriod();
  await flushOutbox(await settling(turn, period));
}

/**
 * The statement of `settleBudget`, with what commits the turn `beside` it (further parts of its WITH), so that the turn
 * is counted exactly once. `period` is `currentPeriod()`. What it returns is flushed after the commit.
 */
export function settling(
  { executionId, turn, personaId, costUsd }: SettledTurn,
  period: string,
  beside: Prisma.Sql = Prisma.empty,
): Prisma.PrismaPromise<OutboxRow[]> {
  const fact = outboxRow(budgetChanged.create({ personaId }));
  return db.$queryRaw<OutboxRow[]>`
    WITH gone AS (
      DELETE FROM budget_hold WHERE execution_id = ${executionId} AND turn = ${turn} RETURNING period, amount_usd
    ), counted AS (
      INSERT INTO budget_period AS b (persona_id, period, spent_usd)
      VALUES (${personaId}, coalesce((SELECT period FROM gone), ${period}), ${costUsd}::float8)
      ON CONFLICT (persona_id, period) DO UPDATE SET
        spent_usd = b.spent_usd + EXCLUDED.spent_usd,
        held_usd = greatest(0, b.held_usd - coalesce((SELECT amount_usd FROM gone), 0))
      RETURNING reached_at
    ) ${beside}
    INSERT INTO outbox (id, name, data)
    SELECT ${fact.id}, ${fact.name}, ${fact.data} FROM counted
    WHERE reached_at IS NULL AND EXISTS (SELECT 1 FROM gone) AND ${isAwaited(Prisma.sql`${personaId}`)}
    RETURNING id, name, data`;
}

/**
 * Lets go of whatever an ended execution still holds; a hold whose turn is committed counts as what that turn cost.
 * What waits for the room that becomes free is told.
 */
export async function releaseBudget(executionId: string): Promise<void> {
  const { id, name } = outboxRow(budgetChanged.create({ personaId: "" }));
  const rows = await db.$queryRaw<OutboxRow[]>`
    WITH gone AS (
      DELETE FROM budget_hold WHERE execution_id = ${executionId} RETURNING turn, persona_id, period, amount_usd
    ), freed AS (
      SELECT persona_id, period, sum(amount_usd) AS amount_usd, coalesce(sum(cost_usd), 0) AS cost_usd
      FROM gone LEFT JOIN execution_turn t ON t.execution_id = ${executionId} AND t.turn = gone.turn
      GROUP BY persona_id, period
    ), counted AS (
      UPDATE budget_period b SET
        spent_usd = b.spent_usd + freed.cost_usd, held_usd = greatest(0, b.held_usd - freed.amount_usd)
      FROM freed WHERE b.persona_id = freed.persona_id AND b.period = freed.period
      RETURNING b.persona_id, b.reached_at
    )
    INSERT INTO outbox (id, name, data)
    SELECT ${id}, ${name}, json_build_object('personaId', persona_id)::text FROM counted
    WHERE reached_at IS NULL AND ${isAwaited(Prisma.sql`counted.persona_id`)} LIMIT 1
    RETURNING id, name, data`;
  await flushOutbox(rows);
}

/** Lets go of what ended executions hold that nobody released, after a crash. Returns how many there were. */
export async function sweepHolds(olderThanMs: number): Promise<number> {
  const left = await db.$queryRaw<{ executionId: string }[]>`
    SELECT DISTINCT h.execution_id AS "executionId" FROM budget_hold h
    LEFT JOIN execution e ON e.id = h.execution_id
    WHERE h.created_at < ${new Date(Date.now() - olderThanMs)} AND coalesce(e.status NOT IN ('queued', 'running'), true)
    LIMIT 500`;
  for (const { executionId } of left) await releaseBudget(executionId);
  return left.length;
}

/** What is neither spent nor held of a persona's month, in dollars; null when it has no monthly budget. */
async function readLeft(personaId: string, period: string): Promise<number | null> {
  const [persona, row] = await Promise.all([
    db.persona.findUnique({ where: { id: personaId }, select: { monthlyBudgetUsd: true } }),
    db.budgetPeriod.findUnique({ where: { personaId_period: { personaId, period } } }),
  ]);
  const limitUsd = persona?.monthlyBudgetUsd ?? null;
  return limitUsd === null ? null : Math.max(0, limitUsd - (row?.spentUsd ?? 0) - (row?.heldUsd ?? 0));
}

/** Whether an execution of the persona waits for budget, as an SQL condition. */
function isAwaited(personaId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT 1 FROM execution WHERE persona_id = ${personaId} AND status = 'queued' AND waiting_for = 'budget')`;
}

/** Of two calls at once for the same turn one holds; the other finds no room or the row that is there, and holds by it. */
async function takeRoom(request: HoldRequest, period: string): Promise<boolean> {
  const { executionId, turn } = request;
  const isThere = async () => (await db.budgetHold.count({ where: { executionId, turn } })) > 0;
  try {
    return (await tryToHold(request, period)) || (await isThere());
  } catch (error) {
    if (await isThere()) return true;
    throw error;
  }
}

/**
 * One statement: the period's row is locked by the insert or by the update that takes its place, so that of many
 * turns at once only as many get room as there is.
 */
async function tryToHold(request: HoldRequest, period: string): Promise<boolean> {
  const { executionId, turn, personaId, amountUsd } = request;
  const rows = await db.$queryRaw<{ isHeld: boolean }[]>`
    WITH budget AS (
      SELECT (SELECT monthly_budget_usd FROM persona WHERE id = ${personaId}) + ${toleranceUsd}::float8 AS most
    ), former AS (
      SELECT 1 FROM budget_hold WHERE execution_id = ${executionId} AND turn = ${turn}
    ), taken AS (
      INSERT INTO budget_period AS b (persona_id, period, held_usd)
      SELECT ${personaId}, ${period}, ${amountUsd}::float8 FROM budget
      WHERE NOT EXISTS (SELECT 1 FROM former) AND (most IS NULL OR ${amountUsd}::float8 <= most)
      ON CONFLICT (persona_id, period) DO UPDATE SET held_usd = b.held_usd + EXCLUDED.held_usd
      WHERE coalesce(b.spent_usd + b.held_usd + EXCLUDED.held_usd <= (SELECT most FROM budget), true)
      RETURNING b.period
    ), held AS (
      INSERT INTO budget_hold (execution_id, turn, persona_id, period, amount_usd)
      SELECT ${executionId}, ${turn}, ${personaId}, period, ${amountUsd}::float8 FROM taken
      RETURNING 1
    )
    SELECT EXISTS (SELECT 1 FROM held) OR EXISTS (SELECT 1 FROM former) AS "isHeld"`;
  return rows[0]?.isHeld ?? false;
}
