import type { Execution, Persona } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { releaseBudget } from "@/server/budgets/hold";
import { db } from "@/server/db";
import { AppError, invalidField, notFound } from "@/server/errors";
import { endExecution } from "@/server/executions/claim";
import { tellEnded } from "@/server/executions/ended";
import { readPlaces } from "@/server/executions/line";
import { readLines } from "@/server/executions/output";
import { measurePhases } from "@/server/executions/phase-timings";
import { readProgress } from "@/server/executions/progress";
import { requireRoomInQueue } from "@/server/executions/queue";
import { requestExecution } from "@/server/executions/request";
import type {
  ExecuteInput,
  ExecutionDetail,
  ExecutionGet,
  ExecutionList,
  ExecutionOutput,
  ExecutionRerun,
} from "@/server/executions/schema";
import { whereExecutions } from "@/server/executions/select";
import { toListItem, toOutput } from "@/server/executions/to-output";
import { readWorkerPhases } from "@/server/executions/worker-progress";
import { parseOrUndefined } from "@/server/json-text";
import { flushOutbox, type OutboxRow } from "@/server/outbox/service";
import type { Page } from "@/server/page-input";
import { findPersona } from "@/server/personas/service";
import { readPersonaAt } from "@/server/personas/versions";
import { listPendingOf } from "@/server/reviews/pending";

const defaultTimeoutMs = 300_000;

/** Executions, newest first. */
export async function listExecutions(actor: Actor, input: ExecutionList): Promise<Page<ExecutionOutput>> {
  requireScope(actor, "executions:read");
  const { limit, offset, ...filter } = input;
  const where = whereExecutions(filter);
  const [found, counted] = await Promise.all([
    db.$queryRaw<{ id: string }[]>`
      SELECT id FROM execution WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ${limit} OFFSET ${offset}`,
    db.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM execution WHERE ${where}`,
  ]);
  const rows = await db.execution.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    omit: { inputData: true, outputData: true },
  });
  const [causes, places] = await Promise.all([
    readCauses(rows.flatMap((row) => row.eventId ?? [])),
    readPlaces(rows),
  ]);
  return {
    items: rows.map((row) => ({
      ...toListItem(row),
      cause: causes.get(row.eventId ?? "") ?? null,
      line: places.get(row.id) ?? null,
    })),
    total: counted[0]?.total ?? 0,
  };
}

/** One execution with its output lines from `offset` on. Throws not_found. */
export async function getExecution(
  actor: Actor,
  { executionId, offset }: ExecutionGet,
): Promise<ExecutionDetail> {
  requireScope(actor, "executions:read");
  const row = await db.execution.findUnique({ where: { id: executionId }, include: { prompt: true } });
  if (!row) throw notFound("execution", executionId);
  const [{ lines, total, isCut }, places, progress, pendingReviews, turns, calls] = await Promise.all([
    readLines(executionId, offset),
    readPlaces([row]),
    readProgress([row]),
    listPendingOf(executionId),
    db.executionTurn.findMany({
      where: { executionId },
      orderBy: { turn: "asc" },
      omit: { executionId: true, content: true },
    }),
    db.executionToolCall.findMany({
      where: { executionId },
      select: { startedAt: true, completedAt: true },
    }),
  ]);
  const line = places.get(executionId) ?? null;
  const isLive = row.status === "queued" || row.status === "running";
  return {
    ...toOutput(row),
    output: lines,
    totalOutputLines: total,
    outputLines: total,
    tailBufferLines: total,
    outputEvicted: isCut,
    sessionId: row.claudeSessionId,
    totalCostUsd: row.costUsd,
    phaseTimings: {
      ...measurePhases(row, turns, calls, Date.now()),
      worker: readWorkerPhases(row.workerProgress),
    },
    progress: progress.get(executionId) ?? null,
    pendingReviews,
    source: isLive ? "live" : "db",
    prompt: row.prompt && { system: row.prompt.system, user: row.prompt.user },
    executionFlows: row.executionFlows,
    line,
    queuePosition: line?.position ?? null,
    turns: turns.map((turn) => ({ ...turn, createdAt: turn.createdAt.toISOString() })),
  };
}

/**
 * Starts an execution without an event. For a registered persona its assembled prompt is used and the
 * request stands under its input data (design §12.8). Throws conflict when the persona is disabled, rate_limited while
 * the queue is full.
 */
export async function execute(
  actor: Actor,
  input: ExecuteInput,
): Promise<{ executionId: string; status: "queued" }> {
  requireScope(actor, "executions:write");
  const { prompt, personaId = "manual", timeoutMs } = input;
  const persona = await findPersona(personaId);
  if (persona && !persona.enabled)
    throw new AppError("conflict", `${persona.name} is disabled. Enable it to run it.`);
  await requireRoomInQueue();
  const unregistered = { id: personaId, name: personaId, runtime: "hub", timeoutMs: defaultTimeoutMs };
  const executionId = await requestExecution({
    persona: persona ?? unregistered,
    hasPersona: persona !== null,
    input: { request: prompt },
    timeoutMs,
  });
  return { executionId, status: "queued" };
}

/**
 * Runs an execution's input again, with the persona as it is now, or with the version or the input that is given. The
 * new one names the first, so that the two can be compared. Throws invalid for a version that the persona has not,
 * rate_limited while the queue is full.
 */
export async function rerunExecution(
  actor: Actor,
  { executionId: id, version, input }: ExecutionRerun,
): Promise<{ executionId: string; status: "queued" }> {
  requireScope(actor, "executions:write");
  const row = await readExecution(id);
  const persona = await findPersona(row.personaId);
  if (row.hasPersona && !persona)
    throw new AppError("conflict", `${row.personaName} was deleted, so this cannot run again.`);
  if (persona && !persona.enabled)
    throw new AppError("conflict", `${persona.name} is disabled. Enable it to run it.`);
  if (version !== undefined) await requireVersion(persona, version);
  await requireRoomInQueue();
  // A version holds its runtime and its time limit too.
  const asked = persona && version !== undefined ? await readPersonaAt(persona.id, version) : persona;
  const executionId = await requestExecution({
    hasPersona: persona !== null,
    persona: asked ?? {
      id: row.personaId,
      name: row.personaName,
      runtime: row.runtime,
      timeoutMs: row.timeoutMs,
    },
    input: input === undefined ? parseOrUndefined(row.inputData) : input,
    useCaseId: row.useCaseId,
    askedVersion: version,
    retryOfExecutionId: id,
  });
  return { executionId, status: "queued" };
}

/**
 * Cancels: one that waits ends at once, a running one when its provider's stream is aborted, within about
 * a second. Throws conflict when it has ended already.
 */
export async function cancelExecution(
  actor: Actor,
  executionId: string,
): Promise<{ executionId: string; status: "cancelling" }> {
  requireScope(actor, "executions:write");
  const row = await readExecution(executionId);
  if (row.status !== "queued" && row.status !== "running") {
    throw new AppError("conflict", `This execution has already ended: ${row.status}.`);
  }
  const { count } = await db.execution.updateMany({
    where: {
      id: executionId,
      status: "running",
      OR: [{ waitingFor: null }, { waitingFor: { not: "retry" } }],
    },
    data: { cancelRequestedAt: row.cancelRequestedAt ?? new Date() },
  });
  // What was offered to workers holds what it may cost.
  if (count === 0 && (await endExecution(executionId, { status: "cancelled" })))
    await releaseBudget(executionId);
  return { executionId, status: "cancelling" };
}

/** Cancels whatever a persona still has queued or running, after it was deleted (design §12.16). */
export async function cancelAllOf(actor: Actor, personaId: string): Promise<number> {
  requireScope(actor, "executions:write");
  // All that wait at once: ending them one by one would call the next in line to a place.
  const [waiting] = await db.$queryRaw<{ count: number; facts: OutboxRow[] | null }[]>`
    WITH ended AS (
      UPDATE execution SET status = 'cancelled', waiting_for = NULL, completed_at = now(), updated_at = clock_timestamp()
      WHERE persona_id = ${personaId} AND status = 'queued'
      RETURNING id, status, event_id, trigger_id
    ), ${tellEnded}
    SELECT (SELECT count(*)::int FROM ended) AS count, (SELECT json_agg(told) FROM told) AS facts`;
  await flushOutbox(waiting?.facts ?? []);
  const running = await db.execution.updateMany({
    where: { personaId, status: "running" },
    data: { cancelRequestedAt: new Date() },
  });
  return (waiting?.count ?? 0) + running.count;
}

async function readCauses(eventIds: string[]): Promise<Map<string, NonNullable<ExecutionOutput["cause"]>>> {
  const events = await db.event.findMany({
    where: { id: { in: eventIds } },
    select: { id: true, eventType: true, sourceId: true },
  });
  return new Map(events.map(({ id, ...cause }) => [id, cause]));
}

async function readExecution(id: string): Promise<Execution> {
  const row = await db.execution.findUnique({ where: { id } });
  if (!row) throw notFound("execution", id);
  return row;
}

async function requireVersion(persona: Persona | null, version: number): Promise<void> {
  const personaId = persona?.id ?? "";
  const count = await db.personaVersion.count({ where: { personaId, version } });
  if (count === 0 && version !== persona?.liveVersion)
    throw invalidField("version", `${persona?.name ?? "A run without a persona"} has no version ${version}.`);
}
