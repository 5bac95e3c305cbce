import type { Worker } from "@/prisma/generated/client";
import { parseOrUndefined } from "@/server/json-text";
import type { WorkerOutput, WorkerStatus } from "@/server/workers/schema";

export type RunningOn = {
  id: string;
  personaId: string;
  personaName: string;
  leaseNumber: number;
  leaseExpiresAt: Date | null;
  startedAt: Date | null;
  stage: string | null;
  activeTool: string | null;
};

/** A worker as every door shows it, with what it runs. */
export function toOutput(row: Worker, running: RunningOn[], leaseMs: number, now: number): WorkerOutput {
  // One that stands still until a person answers takes no slot: no CLI of it runs.
  const active = running.filter(({ stage }) => stage !== "paused_for_review");
  return {
    id: row.id,
    workerId: row.id,
    name: row.name,
    status: statusOf(row, active.length, leaseMs, now),
    version: row.version,
    claudeCliVersion: row.claudeCliVersion,
    capabilities: (parseOrUndefined(row.capabilities) ?? []) as string[],
    labels: (parseOrUndefined(row.labels) ?? []) as string[],
    currentExecutionIds: running.map(({ id }) => id),
    executions: running.map(({ id, leaseExpiresAt, startedAt, ...each }) => ({
      executionId: id,
      personaId: each.personaId,
      personaName: each.personaName,
      leaseNumber: each.leaseNumber,
      leaseExpiresAt: (leaseExpiresAt ?? new Date(0)).toISOString(),
      startedAt: startedAt?.toISOString() ?? null,
      stage: each.stage,
      activeTool: each.activeTool,
    })),
    maxConcurrentSlots: row.maxSlots,
    availableSlots: Math.max(0, row.maxSlots - active.length),
    isDraining: row.isDraining,
    connectedAt: row.connectedAt.toISOString(),
    lastHeartbeat: row.lastSeenAt.toISOString(),
    lastPollAt: row.lastPollAt?.toISOString() ?? null,
    verified: true,
    healthMetrics: (parseOrUndefined(row.metrics) ?? null) as WorkerOutput["healthMetrics"],
  };
}

/** The status of contracts/personas.md §1.8, and draining; a worker unheard of for a lease's time is disconnected. */
export function statusOf(
  { lastSeenAt, lastPollAt, isDraining }: Pick<Worker, "lastSeenAt" | "lastPollAt" | "isDraining">,
  runningCount: number,
  leaseMs: number,
  now: number,
): WorkerStatus {
  if (lastSeenAt.getTime() + leaseMs < now) return "disconnected";
  if (isDraining) return "draining";
  if (runningCount > 0) return "executing";
  return lastPollAt === null ? "connecting" : "idle";
}
