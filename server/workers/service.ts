import type { Worker } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import { parseOrUndefined } from "@/server/json-text";
import type { Page } from "@/server/page-input";
import { leaseTimes } from "@/server/workers/lease";
import type { Waiting } from "@/server/workers/pool-metrics";
import type { WorkerList, WorkerOutput } from "@/server/workers/schema";
import { isOffered } from "@/server/workers/take";
import { type RunningOn, toOutput } from "@/server/workers/to-output";

/** Workers, those heard of last first. `search` is a part of a name or label, or an id. */
export async function listWorkers(actor: Actor, input: WorkerList): Promise<Page<WorkerOutput>> {
  requireScope(actor, "workers:read");
  const { limit, offset, status, search } = input;
  const wanted = search?.toLowerCase();
  const all = (await readWorkers()).filter(
    (worker) =>
      (status === undefined || worker.status === status) &&
      (wanted === undefined ||
        worker.id === search ||
        [worker.name, ...worker.labels].some((word) => word.toLowerCase().includes(wanted))),
  );
  return { items: all.slice(offset, offset + limit), total: all.length };
}

/** One worker. Throws not_found. */
export async function getWorker(actor: Actor, id: string): Promise<WorkerOutput> {
  requireScope(actor, "workers:read");
  const worker = (await readWorkers(id))[0];
  if (!worker) throw notFound("worker", id);
  return worker;
}

/** Lets a worker take nothing new, or again. What it runs goes on. Throws not_found. */
export async function drainWorker(actor: Actor, id: string, isDraining: boolean): Promise<WorkerOutput> {
  requireScope(actor, "workers:write");
  const { count } = await db.worker.updateMany({ where: { id }, data: { isDraining } });
  if (count === 0) throw notFound("worker", id);
  return getWorker(actor, id);
}

/**
 * Removes a worker: its leases end now, so that others take what it ran, and its process is told to stop. A process that
 * is started again says hello and is back. Throws not_found.
 */
export async function removeWorker(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "workers:write");
  const [{ count }] = await db.$transaction([
    db.worker.deleteMany({ where: { id } }),
    db.execution.updateMany({
      where: { workerId: id, status: "running" },
      data: { leaseExpiresAt: new Date(0) },
    }),
  ]);
  if (count === 0) throw notFound("worker", id);
  return { deleted: true };
}

/** The workers for the hub's status, and how many there are that can be reached. */
export async function readPool(): Promise<{
  workers: WorkerOutput[];
  counts: { total: number; idle: number; executing: number };
}> {
  const workers = await readWorkers();
  const count = (status: string) => workers.filter((worker) => worker.status === status).length;
  const total = workers.length - count("disconnected");
  const executing = workers.filter(
    ({ status, currentExecutionIds }) => status !== "disconnected" && currentExecutionIds.length > 0,
  ).length;
  return { workers, counts: { total, executing, idle: count("idle") } };
}

/** How many executions are offered to the workers and taken by none, and since when the oldest is, in milliseconds. */
export async function readWaiting(): Promise<Waiting> {
  const [row] = await db.$queryRaw<Waiting[]>`
    SELECT count(*)::int AS count,
      greatest(0, extract(epoch FROM now() - min(called_at)) * 1000)::float8 AS "oldestWaitMs"
    FROM execution e WHERE ${isOffered}`;
  const { count = 0, oldestWaitMs = null } = row ?? {};
  return { count, oldestWaitMs: count === 0 || oldestWaitMs === null ? null : Math.round(oldestWaitMs) };
}

/** What waits for a worker while none is connected that would take it: how many, and the oldest. */
export async function findUnserved(): Promise<{ count: number; id: string; since: Date } | null> {
  const { leaseMs } = leaseTimes();
  const [row] = await db.$queryRaw<{ count: number; id: string | null; since: Date | null }[]>`
    SELECT count(*)::int AS count, (array_agg(id ORDER BY called_at))[1] AS id, min(called_at) AS since FROM execution
    WHERE status = 'queued' AND waiting_for = 'worker' AND NOT EXISTS (
      SELECT 1 FROM worker WHERE NOT is_draining AND last_seen_at > now() - ${leaseMs}::int * interval '1 millisecond'
    )`;
  return row?.id && row.since ? { count: row.count, id: row.id, since: row.since } : null;
}

async function readWorkers(id?: string): Promise<WorkerOutput[]> {
  const where = id === undefined ? {} : { id };
  const rows: Worker[] = await db.worker.findMany({
    where,
    orderBy: [{ lastSeenAt: "desc" }, { id: "asc" }],
  });
  const running = await db.execution.findMany({
    where: { status: "running", workerId: { in: rows.map((row) => row.id) } },
    select: {
      id: true,
      personaId: true,
      personaName: true,
      workerId: true,
      leaseNumber: true,
      leaseExpiresAt: true,
      startedAt: true,
      workerProgress: true,
    },
    orderBy: { startedAt: "asc" },
  });
  return rows.map((row) =>
    toOutput(
      row,
      running.filter(({ workerId }) => workerId === row.id).map(toRunning),
      leaseTimes().leaseMs,
      Date.now(),
    ),
  );
}

function toRunning(
  row: Omit<RunningOn, "stage" | "activeTool"> & { workerProgress: string | null },
): RunningOn {
  const { stage = null, activeTool = null } = (parseOrUndefined(row.workerProgress) ?? {}) as {
    stage?: string | null;
    activeTool?: string | null;
  };
  return { ...row, stage, activeTool };
}
