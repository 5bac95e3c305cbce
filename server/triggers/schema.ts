import { z } from "zod";
import { jsonText, plainText } from "@/server/json-text";
import { booleanInput, pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";

export const triggerTypes = ["schedule", "webhook", "chain", "manual", "polling"] as const;
export type TriggerType = (typeof triggerTypes)[number];
export const misfirePolicies = ["skip", "latest", "all"] as const;
export type MisfirePolicy = (typeof misfirePolicies)[number];
export const overlapPolicies = ["skip", "queue", "cancel-previous", "allow"] as const;
export type OverlapPolicy = (typeof overlapPolicies)[number];
/** A waiting one fires when what the trigger fired before has ended. */
export const fireStatuses = ["fired", "completed", "failed", "skipped", "waiting"] as const;
export type FireStatus = (typeof fireStatuses)[number];
export const fireCauses = [
  "schedule",
  "misfire",
  "backfill",
  "manual",
  "chain",
  "polling",
  "webhook",
] as const;
export type FireCause = (typeof fireCauses)[number];
export const healthStatuses = ["healthy", "degraded"] as const;

const dayMs = 86_400_000;
const timeInput = z.iso.datetime({ offset: true });
const configText = jsonText(100 * 1024);

/** contracts/personas.md §1.1 and .5, with what this hub adds. The config is checked by type in config.ts. */
const fields = {
  name: plainText(200).nullable().optional(),
  config: configText.nullable().optional(),
  enabled: z.boolean().optional(),
  targetPersonaId: idInput.nullable().optional(),
  misfirePolicy: z.enum(misfirePolicies).optional(),
  misfireLimit: z.number().int().min(1).max(1_000).optional(),
  misfireWindowMs: z
    .number()
    .int()
    .min(60_000)
    .max(14 * dayMs)
    .optional(),
  overlapPolicy: z.enum(overlapPolicies).optional(),
  useCaseId: plainText(200).nullable().optional(),
};

export const triggerCreate = z.strictObject({
  personaId: idInput,
  triggerType: z.enum(triggerTypes),
  ...fields,
  projectId: z.string().max(200).optional(),
});
export type TriggerCreate = z.infer<typeof triggerCreate>;

export const triggerUpdate = z.strictObject({ id: idInput, ...fields });
export type TriggerUpdate = z.infer<typeof triggerUpdate>;

export const triggerList = z.strictObject({
  ...pageInput,
  personaId: idInput.optional(),
  triggerType: z.enum(triggerTypes).optional(),
  enabled: booleanInput.optional(),
  healthStatus: z.enum(healthStatuses).optional(),
  search: plainText(200).optional(),
});
export type TriggerList = z.infer<typeof triggerList>;

export const firingList = z.strictObject({
  id: idInput,
  ...pageInput,
  status: z.enum(fireStatuses).optional(),
});
export type FiringList = z.infer<typeof firingList>;

export const triggerRun = z.strictObject({
  id: idInput,
  /** In place of the config's payload. */
  payload: configText.nullable().optional(),
  /** The same key fires once, whenever it is sent again. */
  key: plainText(200).min(1).optional(),
});
export type TriggerRun = z.infer<typeof triggerRun>;

export const triggerBackfill = z.strictObject({
  id: idInput,
  from: timeInput,
  to: timeInput,
  limit: z.number().int().min(1).max(500).default(100),
  /** Counts and lists, and fires nothing. */
  dryRun: booleanInput.default(false),
});
export type TriggerBackfill = z.infer<typeof triggerBackfill>;

const previewCount = pageInput.limit.pipe(z.number().max(100)).default(10);
export const savedPreview = z.strictObject({ id: idInput, limit: previewCount });
/** A schedule that is not saved yet; intervals count from now. */
export const draftPreview = z.strictObject({ config: configText, limit: previewCount });
export type DraftPreview = z.infer<typeof draftPreview>;

/** contracts/personas.md §1.1. `config` is JSON text; header values of a poll are masked in it. */
export const triggerOutput = z.object({
  id: z.string(),
  projectId: z.string(),
  personaId: z.string(),
  personaName: z.string(),
  targetPersonaId: z.string().nullable(),
  name: z.string().nullable(),
  triggerType: z.enum(triggerTypes),
  config: z.string(),
  enabled: z.boolean(),
  misfirePolicy: z.enum(misfirePolicies),
  misfireLimit: z.number(),
  misfireWindowMs: z.number(),
  overlapPolicy: z.enum(overlapPolicies),
  lastTriggeredAt: z.string().nullable(),
  nextTriggerAt: z.string().nullable(),
  healthStatus: z.enum(healthStatuses),
  healthMessage: z.string().nullable(),
  useCaseId: z.string().nullable(),
  /** The zone that a cron is read in, its own or the workspace's; null where no clock counts. */
  timeZone: z.string().nullable(),
  /** Its latest firings, newest first, at most twelve. */
  recentFires: z.array(z.object({ id: z.string(), status: z.enum(fireStatuses), firedAt: z.string() })),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type TriggerOutput = z.infer<typeof triggerOutput>;

export const firingOutput = z.object({
  id: z.string(),
  triggerId: z.string(),
  fireKey: z.string(),
  cause: z.enum(fireCauses),
  eventId: z.string().nullable(),
  executionId: z.string().nullable(),
  status: z.enum(fireStatuses),
  durationMs: z.number().nullable(),
  errorMessage: z.string().nullable(),
  scheduledAt: z.string().nullable(),
  firedAt: z.string(),
});
export type FiringOutput = z.infer<typeof firingOutput>;

export const triggerStats = z.object({
  totalFires: z.number(),
  successCount: z.number(),
  failureCount: z.number(),
  skippedCount: z.number(),
  successRate: z.number().nullable(),
  avgDurationMs: z.number().nullable(),
  lastFireStatus: z.enum(fireStatuses).nullable(),
  lastFiredAt: z.string().nullable(),
});
export type TriggerStats = z.infer<typeof triggerStats>;

/** Planned times. `note` says what the clocks do there, when they change. */
export const previewOutput = z.object({
  timeZone: z.string().nullable(),
  times: z.array(
    z.object({ at: z.string(), note: z.enum(["after-gap", "first-pass", "second-pass"]).nullable() }),
  ),
});
export type PreviewOutput = z.infer<typeof previewOutput>;

export const backfillOutput = z.object({
  /** Planned times in the window, at most `limit`. */
  planned: z.number(),
  fired: z.number(),
  /** Those that had fired, or were skipped, before. */
  alreadyFired: z.number(),
  /** Whether the window holds more than `limit`. */
  hasMore: z.boolean(),
  times: z.array(z.string()),
});
export type BackfillOutput = z.infer<typeof backfillOutput>;
