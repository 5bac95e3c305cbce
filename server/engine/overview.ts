import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { describeEngine, type EngineLive, readLive } from "@/server/engine/remote";
import type { EngineOverview } from "@/server/engine/schema";

/** How busy the engine is, and what waits to be told to it. Answers also while the engine does not. */
export async function readOverview(actor: Actor): Promise<EngineOverview> {
  requireScope(actor, "settings:read");
  const engine = describeEngine();
  const [found, counts] = await Promise.all([findLive(), readCounts()]);
  return { ...engine, ...found, ...counts };
}

/** The figures of the engine while it is the embedded one and answers. */
export async function findLive(): Promise<Pick<EngineOverview, "isAnswering" | "problem" | "live">> {
  if (describeEngine().kind !== "embedded") return { isAnswering: true, problem: null, live: null };
  try {
    const live: EngineLive = await readLive();
    return { isAnswering: true, problem: null, live };
  } catch (error) {
    return {
      isAnswering: false,
      problem: error instanceof Error ? error.message : String(error),
      live: null,
    };
  }
}

/** Counts along indexes. A run waits while its next step, or its own start, is not to be called yet. */
export async function readCounts(): Promise<Pick<EngineOverview, "runs" | "outbox">> {
  type Row = { active: number; waiting: number; failed: number; depth: number; oldest: Date | null };
  const [row] = await db.$queryRaw<Row[]>`
    SELECT active.total AS active, active.waiting,
      (SELECT count(*)::int FROM engine_run WHERE status = 'failed' AND ended_at > now() - interval '1 day') AS failed,
      (SELECT count(*)::int FROM outbox) AS depth, (SELECT min(created_at) FROM outbox) AS oldest
    FROM (
      SELECT count(*)::int AS total, (count(*) FILTER (WHERE r.due_at > now() OR EXISTS (
        SELECT 1 FROM engine_step s WHERE s.run_id = r.id AND s.state = 'waiting'
          AND (s.kind <> 'run' OR s.due_at > now()))))::int AS waiting
      FROM engine_run r WHERE r.status = 'active'
    ) AS active`;
  return {
    runs: { active: row?.active ?? 0, waiting: row?.waiting ?? 0, failedLastDay: row?.failed ?? 0 },
    outbox: {
      depth: row?.depth ?? 0,
      oldestMs: row?.oldest ? Math.max(0, Date.now() - row.oldest.getTime()) : null,
    },
  };
}
