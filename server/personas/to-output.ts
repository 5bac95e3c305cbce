import type { Persona } from "@/prisma/generated/client";
import { masked } from "@/server/masked";
import { showProfile } from "@/server/personas/model-profile";
import type { PersonaOutput, PersonaSummary, Runtime } from "@/server/personas/schema";

/** A line of the list. */
export function toSummary(row: Persona): PersonaSummary {
  return {
    id: row.id,
    projectId: row.projectId,
    name: row.name,
    description: row.description,
    icon: row.icon,
    color: row.color,
    enabled: row.enabled,
    runtime: row.runtime as Runtime,
    groupId: row.groupId,
    maxConcurrent: row.maxConcurrent,
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The whole persona with its secrets masked, and the number of its newest draft. */
export function toOutput(row: Persona, draftVersion: number | null): PersonaOutput {
  return {
    ...toSummary(row),
    systemPrompt: row.systemPrompt,
    structuredPrompt: row.structuredPrompt,
    timeoutMs: row.timeoutMs,
    modelProfile: showProfile(row),
    inferenceProfileId: row.inferenceProfileId,
    networkPolicy: row.networkPolicy,
    maxBudgetUsd: row.maxBudgetUsd,
    maxTurns: row.maxTurns,
    monthlyBudgetUsd: row.monthlyBudgetUsd,
    designContext: row.designContext,
    permissionPolicy: row.permissionPolicy,
    webhookSecret: masked,
    previousWebhookSecretExpiresAt: row.previousWebhookSecretExpiresAt?.toISOString() ?? null,
    liveVersion: row.liveVersion,
    draftVersion,
    createdAt: row.createdAt.toISOString(),
  };
}
