import { db } from "@/server/db";
import { keepFor } from "@/server/keep-for";
import type { Health } from "@/server/system/schema";

/** The sweeper arms a lost sleep anew each minute: a planned time unfired for longer is overdue, in milliseconds. */
const graceMs = 120_000;
/** How many of the latest firings tell how punctual the scheduler is. */
const latest = 100;

/** The scheduler's figures, from the triggers and their firings (contracts/personas.md §1.7), read at most every five seconds. */
export const readScheduler = keepFor(5_000, countTriggers);

async function countTriggers(): Promise<Health["dependencies"]["scheduler"]> {
  type Row = {
    armed: number;
    next: Date | null;
    overdue: number;
    fired: number;
    missed: number;
    latency: number | null;
    last: Date | null;
    unhealthy: number;
  };
  const [row] = await db.$queryRaw<Row[]>`
    SELECT armed.total AS armed, armed.next, armed.overdue,
      fires.fired, fires.missed,
      punctual.latency, punctual.last,
      (SELECT count(*)::int FROM trigger WHERE health_status <> 'healthy') AS unhealthy
    FROM (
      SELECT count(*)::int AS total, min(next_trigger_at) AS next,
        (count(*) FILTER (WHERE next_trigger_at < now() - ${graceMs}::float8 * interval '1 millisecond'))::int AS overdue
      FROM trigger WHERE enabled AND next_trigger_at IS NOT NULL
    ) AS armed, (
      SELECT (count(*) FILTER (WHERE status NOT IN ('skipped', 'waiting')))::int AS fired,
        (count(*) FILTER (WHERE status = 'skipped'))::int AS missed
      FROM trigger_fire
    ) AS fires, (
      SELECT (avg(extract(epoch FROM fired_at - scheduled_at) * 1000) FILTER (WHERE scheduled_at IS NOT NULL AND cause = 'schedule'))::float8 AS latency,
        max(fired_at) AS last
      FROM (SELECT fired_at, scheduled_at, cause FROM trigger_fire ORDER BY fired_at DESC LIMIT ${latest}) AS newest
    ) AS punctual`;
  return {
    heap_size: row?.armed ?? 0,
    next_due_at: row?.next?.toISOString() ?? null,
    overdue: row?.overdue ?? 0,
    triggers_fired_total: row?.fired ?? 0,
    triggers_missed_total: row?.missed ?? 0,
    avg_tick_latency_ms: typeof row?.latency === "number" ? Math.round(row.latency) : null,
    last_tick_at: row?.last?.toISOString() ?? null,
    errors_by_class: row && row.unhealthy > 0 ? { unhealthy_trigger: row.unhealthy } : {},
  };
}
