import type { Trigger, TriggerFire } from "@/prisma/generated/client";
import { parseOrUndefined } from "@/server/json-text";
import { showConfig } from "@/server/triggers/config";
import type {
  FireCause,
  FireStatus,
  FiringOutput,
  MisfirePolicy,
  OverlapPolicy,
  TriggerOutput,
  TriggerType,
} from "@/server/triggers/schema";

export type TriggerRow = Trigger & { persona: { name: string } };
type Recent = TriggerOutput["recentFires"];

/** A trigger as every door shows it; `workspaceZone` is the zone of a cron that names none. */
export function toOutput(row: TriggerRow, workspaceZone: string, recentFires: Recent): TriggerOutput {
  return {
    id: row.id,
    projectId: row.projectId,
    personaId: row.personaId,
    personaName: row.persona.name,
    targetPersonaId: row.targetPersonaId,
    name: row.name,
    triggerType: row.triggerType as TriggerType,
    config: showConfig(row.triggerType, row.config),
    enabled: row.enabled,
    misfirePolicy: row.misfirePolicy as MisfirePolicy,
    misfireLimit: row.misfireLimit,
    misfireWindowMs: row.misfireWindowMs,
    overlapPolicy: row.overlapPolicy as OverlapPolicy,
    lastTriggeredAt: row.lastTriggeredAt?.toISOString() ?? null,
    nextTriggerAt: row.nextTriggerAt?.toISOString() ?? null,
    healthStatus: row.healthStatus as TriggerOutput["healthStatus"],
    healthMessage: row.healthMessage,
    useCaseId: row.useCaseId,
    timeZone: row.triggerType === "schedule" ? nameZone(row.config, workspaceZone) : null,
    recentFires,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The zone that a schedule's cron is read in; null for an interval. */
export function nameZone(config: string, workspaceZone: string): string | null {
  const { cron, timezone } = (parseOrUndefined(config) ?? {}) as { cron?: string; timezone?: string };
  if (cron === undefined || /^\s*every\s/i.test(cron)) return null;
  return timezone ?? workspaceZone;
}

export function toFiring(row: TriggerFire): FiringOutput {
  return {
    id: row.id,
    triggerId: row.triggerId,
    fireKey: row.fireKey,
    cause: row.cause as FireCause,
    eventId: row.eventId,
    executionId: row.executionId,
    status: row.status as FireStatus,
    durationMs: row.durationMs,
    errorMessage: row.errorMessage,
    scheduledAt: row.scheduledAt?.toISOString() ?? null,
    firedAt: row.firedAt.toISOString(),
  };
}
