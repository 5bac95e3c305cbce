import { z } from "zod";
import { isKnownModel, knownModelIds } from "@/server/models";

const timeZone = z.string().max(64).refine(isTimeZone, "Not an IANA time zone, for example Europe/Berlin");
const model = z
  .string()
  .refine(isKnownModel, { error: () => `Unknown model. Known: ${knownModelIds().join(", ")}` });
const days = z.number().int().min(1).max(3650);

const hostPattern = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, "A host such as api.example.com or *.example.com");
const reviewPolicy = z.strictObject({
  slaMinutes: z.number().int().min(1).max(525_600),
  action: z.enum(["auto_approve", "escalate", "none"]),
});

/** The workspace's settings: one key each in the table `setting`, absent means the default. */
export const settingsSchema = z.strictObject({
  workspaceName: z.string().trim().min(1).max(80),
  timeZone,
  /** Told to every persona, after its own instructions. */
  workspaceInstructions: z.string().max(20_000).nullable(),
  /** Used when a persona names no model; null falls back to ENSEMBLE_MODEL, then claude-sonnet-5-5. */
  defaultModel: model.nullable(),
  /** While true, nothing new starts: events are recorded and matched, their executions wait until it is lifted. */
  isPaused: z.boolean(),
  executionRetentionDays: days,
  eventRetentionDays: days,
  /** A provider that sends nothing for this long is given up on and tried again. */
  modelIdleTimeoutMs: z.number().int().min(1_000).max(600_000),
  /** REST and webhook requests that one key or sender may make in a minute. */
  requestsPerMinute: z.number().int().min(10).max(10_000_000),
  /** Asked in this order when a persona's model does not answer. */
  fallbackModels: z.array(model).max(5),
  /** Tokens of every kind that one execution may use in all; null for no limit. */
  maxTokensPerExecution: z.number().int().min(1_000).max(1_000_000_000).nullable(),
  /** Hosts that http_request may reach ("api.example.com", "*.example.com"); null for any public one. */
  allowedHosts: z.array(hostPattern).max(500).nullable(),
  /** What happens to a review that nobody answers, by its severity (contracts/personas.md §1.10). */
  reviewPolicies: z.strictObject({
    critical: reviewPolicy,
    high: reviewPolicy,
    medium: reviewPolicy,
    low: reviewPolicy,
  }),
  /** An event that more executions than this stand behind reaches nobody. */
  hopLimit: z.number().int().min(1).max(64),
  /** A subscription that leads to itself more often than this within the minutes below is disabled. */
  loopBreakerCount: z.number().int().min(1).max(1_000),
  loopBreakerMinutes: z.number().int().min(1).max(1_440),
});

export type Settings = z.infer<typeof settingsSchema>;

export const settingsUpdate = settingsSchema.partial();
export type SettingsUpdate = z.infer<typeof settingsUpdate>;

export const claudeKeyInput = z.strictObject({
  apiKey: z
    .string()
    .trim()
    .min(8, "This is too short for a key")
    .max(500)
    .regex(/^[\x21-\x7e]+$/, "A key has no spaces"),
});

/** Where the Claude key comes from; the key itself is never returned. */
export const claudeStatus = z.object({
  isConfigured: z.boolean(),
  source: z.enum(["environment", "vault"]).nullable(),
  updatedAt: z.string().nullable(),
  defaultModel: z.string(),
});
export type ClaudeStatus = z.infer<typeof claudeStatus>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
