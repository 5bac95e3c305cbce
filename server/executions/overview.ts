import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { readPlaces } from "@/server/executions/line";
import { readProgress } from "@/server/executions/progress";
import type { ExecutionOverview, ExecutionStats } from "@/server/executions/schema";
import { toListItem } from "@/server/executions/to-output";
import { readSettings } from "@/server/settings/service";

const dayMs = 24 * 60 * 60_000;
const omit = { inputData: true, outputData: true } as const;

/** What runs, what waits, what went wrong in the last day, and today's cost in the workspace's time zone. */
export async function getOverview(actor: Actor): Promise<ExecutionOverview> {
  requireScope(actor, "executions:read");
  const yesterday = new Date(Date.now() - dayMs);
  const failedWhere = { status: "failed", completedAt: { gte: yesterday } };
  const [running, waiting, failed, failedLastDayCount, spent, executionCount] = await Promise.all([
    db.execution.findMany({ where: { status: "running" }, orderBy: { startedAt: "asc" }, take: 50, omit }),
    db.execution.findMany({ where: { status: "queued" }, orderBy: { createdAt: "asc" }, take: 50, omit }),
    db.execution.findMany({ where: failedWhere, orderBy: { completedAt: "desc" }, take: 10, omit }),
    db.execution.count({ where: failedWhere }),
    sumSpentToday(),
    db.execution.count(),
  ]);
  const [places, progress] = await Promise.all([readPlaces(waiting), readProgress(running)]);
  return {
    running: running.map((row) => ({ ...toListItem(row), progress: progress.get(row.id) ?? null })),
    waiting: waiting.map((row) => ({ ...toListItem(row), line: places.get(row.id) ?? null })),
    failedLastDay: failed.map(toListItem),
    failedLastDayCount,
    spentTodayUsd: spent,
    executionCount,
  };
}

/** Totals of the last `period` days, of one persona or of all. */
export async function getStats(
  actor: Actor,
  { personaId, period }: { personaId?: string | undefined; period: number },
): Promise<ExecutionStats> {
  requireScope(actor, "executions:read");
  const where = {
    createdAt: { gte: new Date(Date.now() - period * dayMs) },
    ...(personaId === undefined ? {} : { personaId }),
  };
  const [byStatus, sums] = await Promise.all([
    db.execution.groupBy({ by: ["status"], where, _count: { _all: true } }),
    db.execution.aggregate({
      where,
      _sum: { costUsd: true, inputTokens: true, outputTokens: true },
      _avg: { durationMs: true },
    }),
  ]);
  const count = (status: string) => byStatus.find((group) => group.status === status)?._count._all ?? 0;
  const ended = count("completed") + count("failed");
  return {
    periodDays: period,
    total: byStatus.reduce((sum, group) => sum + group._count._all, 0),
    completed: count("completed"),
    failed: count("failed"),
    cancelled: count("cancelled"),
    successRate: ended === 0 ? null : count("completed") / ended,
    totalCostUsd: sums._sum.costUsd ?? 0,
    inputTokens: sums._sum.inputTokens ?? 0,
    outputTokens: sums._sum.outputTokens ?? 0,
    avgDurationMs: sums._avg.durationMs,
  };
}

async function sumSpentToday(): Promise<number> {
  const { timeZone } = await readSettings();
  const rows = await db.$queryRaw<{ spent: number }[]>`
    SELECT coalesce(sum(cost_usd), 0)::float8 AS spent FROM execution
    WHERE created_at >= date_trunc('day', now() AT TIME ZONE ${timeZone}) AT TIME ZONE ${timeZone}`;
  return rows[0]?.spent ?? 0;
}
