import { type Actor, requireScope } from "@/server/actor";
import { hasClaudeAuth } from "@/server/connection/auth";
import { describeOauth } from "@/server/connection/service";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { readScheduler } from "@/server/system/scheduler";
import type { Health, SystemStatus } from "@/server/system/schema";
import { timeoutSignal } from "@/server/timeout-signal";
import { version } from "@/server/version";
import { measurePool } from "@/server/workers/pool-metrics";
import { readPool, readWaiting } from "@/server/workers/service";

const noWorkers = { total: 0, idle: 0, executing: 0 };
/** Events that wait longer than this to be matched are a sign of trouble. */
const backlogMs = 60_000;

/** What is queued and running, and whether Claude can be called. */
export async function getStatus(actor: Actor): Promise<SystemStatus> {
  requireScope(actor, "executions:read");
  const [queueLength, active, hasClaudeToken, oauth, pool, waiting] = await Promise.all([
    db.execution.count({
      // What waits for a person or a budget is not in the queue.
      where: {
        status: "queued",
        OR: [{ waitingFor: null }, { waitingFor: { notIn: ["review", "budget"] } }],
      },
    }),
    db.execution.findMany({
      where: { status: "running" },
      select: { id: true, workerId: true, startedAt: true },
      orderBy: [{ startedAt: "asc" }, { id: "asc" }],
      take: 500,
    }),
    hasClaudeAuth(),
    describeOauth(),
    readPool(),
    readWaiting(),
  ]);
  return {
    workers: pool.workers,
    workerCounts: pool.counts,
    workerPoolMetrics: measurePool(pool.workers, waiting),
    queueLength,
    activeExecutions: active.map(({ id, workerId, startedAt }) => ({
      executionId: id,
      workerId,
      startedAt: startedAt?.toISOString() ?? null,
    })),
    hasClaudeToken,
    oauth: { connected: oauth.connected, scopes: oauth.scopes, expiresAt: oauth.expiresAt },
  };
}

/** The hub's health. Unhealthy without database or engine; degraded when no model can be called or events pile up. */
export async function checkHealth(): Promise<Health> {
  const [database, engine] = await Promise.all([checkDatabase(), checkEngine()]);
  const isThere = database.latencyMs !== null;
  const [counts, scheduler, pool] = await Promise.all([
    isThere ? readCounts() : null,
    isThere ? readScheduler() : null,
    isThere ? readPool() : null,
  ]);
  const issues: string[] = [];
  if (database.latencyMs === null) issues.push("The database does not answer.");
  if (engine.status !== "healthy")
    issues.push(`The engine does not answer: ${engine.detail ?? "no details"}`);
  if (counts && !counts.hasKey)
    issues.push("No key for Claude: set ANTHROPIC_API_KEY or enter one or connect under Settings → Claude.");
  if (counts && counts.backlogAgeMs > backlogMs)
    issues.push(`Events have waited ${Math.round(counts.backlogAgeMs / 1000)} s to be matched.`);
  if (scheduler && scheduler.overdue > 0)
    issues.push(`${scheduler.overdue} triggers are past their planned time and have not fired.`);
  const isUnhealthy = database.latencyMs === null || engine.status !== "healthy";
  return {
    status: isUnhealthy ? "unhealthy" : issues.length > 0 ? "degraded" : "healthy",
    version,
    timestamp: new Date().toISOString(),
    workers: pool?.counts ?? noWorkers,
    hasSubscription: counts?.hasKey ?? false,
    queue: { depth: counts?.queued ?? 0, activeExecutions: counts?.running ?? 0 },
    dependencies: {
      database: {
        status: database.latencyMs === null ? "unhealthy" : "healthy",
        latencyMs: database.latencyMs,
      },
      engine,
      token: { status: counts?.hasKey ? "healthy" : "degraded" },
      eventProcessor: {
        lastTickAt: counts?.lastTickAt ?? null,
        pendingEvents: counts?.pending ?? 0,
        backlogAgeMs: counts?.backlogAgeMs ?? 0,
      },
      scheduler,
    },
    issues,
  };
}

async function checkDatabase(): Promise<{ latencyMs: number | null }> {
  const startedAt = performance.now();
  try {
    await db.$queryRaw`SELECT 1`;
    return { latencyMs: Math.round((performance.now() - startedAt) * 10) / 10 };
  } catch {
    return { latencyMs: null };
  }
}

async function checkEngine(): Promise<Health["dependencies"]["engine"]> {
  const { ENSEMBLE_ENGINE: kind, INNGEST_BASE_URL } = env();
  // Inngest Cloud has no health address of its own; having its keys is what can be checked.
  if (!INNGEST_BASE_URL)
    return env().INNGEST_EVENT_KEY
      ? { status: "healthy", kind }
      : { status: "unhealthy", kind, detail: "INNGEST_EVENT_KEY is not set" };
  try {
    const response = await fetch(`${INNGEST_BASE_URL}/health`, { signal: timeoutSignal(2_000) });
    return response.ok
      ? { status: "healthy", kind }
      : { status: "unhealthy", kind, detail: `it answered ${response.status}` };
  } catch (error) {
    return { status: "unhealthy", kind, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function readCounts() {
  const [rows, hasKey] = await Promise.all([
    db.$queryRaw<
      { queued: number; running: number; pending: number; oldest: Date | null; latest: Date | null }[]
    >`
      SELECT (SELECT count(*)::int FROM execution
              WHERE status = 'queued' AND coalesce(waiting_for NOT IN ('review', 'budget'), true)) AS queued,
             (SELECT count(*)::int FROM execution WHERE status = 'running') AS running,
             (SELECT count(*)::int FROM event WHERE status IN ('pending', 'processing')) AS pending,
             (SELECT min(created_at) FROM event WHERE status IN ('pending', 'processing')) AS oldest,
             (SELECT processed_at FROM event WHERE processed_at IS NOT NULL ORDER BY created_at DESC LIMIT 1) AS latest`,
    hasClaudeAuth().catch(() => false),
  ]);
  const row = rows[0];
  return {
    queued: row?.queued ?? 0,
    running: row?.running ?? 0,
    pending: row?.pending ?? 0,
    backlogAgeMs: row?.oldest ? Date.now() - row.oldest.getTime() : 0,
    lastTickAt: row?.latest?.toISOString() ?? null,
    hasKey,
  };
}
