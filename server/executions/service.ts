import type { Execution, Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { AppError, notFound } from "@/server/errors";
import { endExecution } from "@/server/executions/claim";
import { readLines } from "@/server/executions/output";
import { requestExecution } from "@/server/executions/request";
import type {
  ExecuteInput,
  ExecutionDetail,
  ExecutionGet,
  ExecutionList,
  ExecutionOutput,
} from "@/server/executions/schema";
import { toListItem, toOutput } from "@/server/executions/to-output";
import { parseOrUndefined } from "@/server/json-text";
import type { Page } from "@/server/page-input";
import { findPersona } from "@/server/personas/service";

const defaultTimeoutMs = 300_000;

/** Executions, newest first. */
export async function listExecutions(actor: Actor, input: ExecutionList): Promise<Page<ExecutionOutput>> {
  requireScope(actor, "executions:read");
  const { limit, offset, personaId, status, eventId, search, since } = input;
  const where: Prisma.ExecutionWhereInput = {
    ...(personaId === undefined ? {} : { personaId }),
    ...(status === undefined ? {} : { status }),
    ...(eventId === undefined ? {} : { eventId }),
    ...(since === undefined ? {} : { createdAt: { gte: new Date(since) } }),
    ...(search
      ? {
          OR: [
            { id: search },
            { eventId: search },
            { personaName: { contains: search, mode: "insensitive" } },
          ],
        }
      : {}),
  };
  const [rows, total] = await Promise.all([
    db.execution.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      skip: offset,
      omit: { inputData: true, outputData: true },
    }),
    db.execution.count({ where }),
  ]);
  const causes = await readCauses(rows.flatMap((row) => row.eventId ?? []));
  return {
    items: rows.map((row) => ({ ...toListItem(row), cause: causes.get(row.eventId ?? "") ?? null })),
    total,
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
  const [{ lines, total }, queuePosition] = await Promise.all([
    readLines(executionId, offset),
    findQueuePosition(row),
  ]);
  const isLive = row.status === "queued" || row.status === "running";
  return {
    ...toOutput(row),
    output: lines,
    totalOutputLines: total,
    outputLines: total,
    tailBufferLines: lines.length,
    outputEvicted: false,
    sessionId: row.claudeSessionId,
    totalCostUsd: row.costUsd,
    progress: isLive ? describeProgress(row, total) : null,
    pendingReviews: [],
    source: isLive ? "live" : "db",
    prompt: row.prompt && { system: row.prompt.system, user: row.prompt.user },
    queuePosition,
  };
}

/**
 * Starts an execution without an event. For a registered persona its assembled prompt is used and the
 * request stands under its input data (design §12.8). Throws conflict when the persona is disabled.
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
  const unregistered = { id: personaId, name: personaId, runtime: "hub", timeoutMs: defaultTimeoutMs };
  const executionId = await requestExecution({
    persona: persona ?? unregistered,
    hasPersona: persona !== null,
    input: { request: prompt },
    timeoutMs,
  });
  return { executionId, status: "queued" };
}

/** Runs an ended execution's input again, with the persona as it is now. */
export async function rerunExecution(
  actor: Actor,
  id: string,
): Promise<{ executionId: string; status: "queued" }> {
  requireScope(actor, "executions:write");
  const row = await readExecution(id);
  const persona = await findPersona(row.personaId);
  if (row.hasPersona && !persona)
    throw new AppError("conflict", `${row.personaName} was deleted, so this cannot run again.`);
  if (persona && !persona.enabled)
    throw new AppError("conflict", `${persona.name} is disabled. Enable it to run it.`);
  const executionId = await requestExecution({
    hasPersona: persona !== null,
    persona: persona ?? {
      id: row.personaId,
      name: row.personaName,
      runtime: row.runtime,
      timeoutMs: row.timeoutMs,
    },
    input: parseOrUndefined(row.inputData),
    useCaseId: row.useCaseId,
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
  if (count === 0) await endExecution(executionId, { status: "cancelled" });
  return { executionId, status: "cancelling" };
}

/** Cancels whatever a persona still has queued or running, after it was deleted (design §12.16). */
export async function cancelAllOf(actor: Actor, personaId: string): Promise<number> {
  requireScope(actor, "executions:write");
  // All that wait at once: ending them one by one would call the next in line to a place.
  const waiting = await db.execution.updateMany({
    where: { personaId, status: "queued" },
    data: { status: "cancelled", waitingFor: null, completedAt: new Date() },
  });
  const running = await db.execution.updateMany({
    where: { personaId, status: "running" },
    data: { cancelRequestedAt: new Date() },
  });
  return waiting.count + running.count;
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

async function findQueuePosition(row: Execution): Promise<number | null> {
  if (row.status !== "queued" || row.waitingFor !== "capacity") return null;
  const earlier = {
    OR: [{ createdAt: { lt: row.createdAt } }, { createdAt: row.createdAt, id: { lt: row.id } }],
  };
  const count = await db.execution.count({
    where: { personaId: row.personaId, status: "queued", waitingFor: "capacity", ...earlier },
  });
  return count + 1;
}

function describeProgress(row: Execution, lines: number): ExecutionDetail["progress"] {
  const stage = row.status === "queued" ? "initializing" : lines > 0 ? "generating" : "thinking";
  const message = row.waitingFor ? `Waiting for ${row.waitingFor}` : null;
  return {
    stage,
    percentEstimate: null,
    activeTool: null,
    message,
    toolCallsCompleted: 0,
    stageStartedAt: (row.startedAt ?? row.createdAt).toISOString(),
  };
}
