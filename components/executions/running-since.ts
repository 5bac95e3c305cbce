import type { ExecutionOutput } from "@/server/executions/schema";

type Running = Pick<ExecutionOutput, "startedAt" | "calledAt" | "usedMs" | "createdAt">;

/** The moment (ISO) from which a running execution's time counts: what it waited for a person in between is left out. */
export function runningSince({ startedAt, calledAt, usedMs, createdAt }: Running): string {
  if (startedAt === null) return createdAt;
  if (usedMs === 0 || calledAt === null) return startedAt;
  return new Date(Math.max(Date.parse(startedAt), Date.parse(calledAt)) - usedMs).toISOString();
}
