import { z } from "zod";
import { idPattern } from "@/lib/ids";
import { jsonText, plainText, typedJsonText } from "@/server/json-text";
import { isKnownModel, knownModelIds } from "@/server/models";
import { booleanInput, pageInput } from "@/server/page-input";

export const runtimes = ["hub", "worker", "dry-run"] as const;
export type Runtime = (typeof runtimes)[number];

const blobBytes = 100 * 1024;
const short = plainText(200);
const prompt = plainText(50 * 1024);
export const idInput = z.string().regex(idPattern, "1–64 letters, digits, _ or -");

const hosts = z.array(
  z.strictObject({
    host: z.string().max(253),
    ports: z.array(z.number().int().min(1).max(65_535)).optional(),
  }),
);
const modelName = z
  .string()
  .refine(isKnownModel, { error: () => `Unknown model. Known: ${knownModelIds().join(", ")}` });

/** contracts/personas.md §1.1; providers other than Anthropic bring models of their own. */
export const modelProfileShape = z
  .strictObject({
    model: z.string().max(200).optional(),
    maxTokens: z.number().int().min(1).max(1_000_000).optional(),
    provider: z.enum(["anthropic", "claude", "ollama", "litellm", "openai-compatible", "custom"]).optional(),
    baseUrl: z.url({ protocol: /^https?$/ }).optional(),
    authToken: z.string().max(2_000).optional(),
    /** Asked in this order when the model does not answer; null or absent for those of Settings. */
    fallbackModels: z.array(z.string().max(200)).max(5).optional(),
  })
  .superRefine(({ model, fallbackModels = [], provider = "anthropic" }, context) => {
    if (provider !== "anthropic" && provider !== "claude") return;
    const named = fallbackModels.map((name, index) => ({ name, path: ["fallbackModels", index] }));
    if (model !== undefined) named.unshift({ name: model, path: ["model"] });
    for (const { name, path } of named) {
      const issue = modelName.safeParse(name).error?.issues[0];
      if (issue) context.addIssue({ code: "custom", path, message: issue.message });
    }
  });
export type ModelProfile = z.infer<typeof modelProfileShape>;

const permissionPolicyShape = z.strictObject({
  allowedTools: z.array(z.string().max(200)).max(500).optional(),
  allowNetwork: z.boolean().optional(),
  skipAllPermissions: z.boolean().optional(),
});
const networkPolicyShape = z.strictObject({
  mode: z.enum(["deny-all", "allow-list"]),
  allowedHosts: hosts.optional(),
});

const fields = {
  name: short.trim().min(1, "A persona needs a name"),
  description: plainText(2_000).nullable(),
  systemPrompt: prompt,
  structuredPrompt: jsonText(blobBytes).nullable(),
  icon: short.nullable(),
  color: short.nullable(),
  enabled: z.boolean(),
  runtime: z.enum(runtimes),
  maxConcurrent: z.number().int().min(1).max(100),
  timeoutMs: z.number().int().min(1_000).max(600_000),
  modelProfile: typedJsonText(blobBytes, modelProfileShape).nullable(),
  inferenceProfileId: short.nullable(),
  networkPolicy: typedJsonText(blobBytes, networkPolicyShape).nullable(),
  maxBudgetUsd: z.number().min(0).max(1_000).nullable(),
  maxTurns: z.number().int().min(1).max(1_000).nullable(),
  /** What all executions of a calendar month may cost together. */
  monthlyBudgetUsd: z.number().min(0).max(1_000_000).nullable(),
  designContext: jsonText(blobBytes).nullable(),
  groupId: short.nullable(),
  permissionPolicy: typedJsonText(blobBytes, permissionPolicyShape).nullable(),
};

/** POST /api/personas: an upsert. With the id of a persona that exists the given fields are merged into it. */
export const personaInput = z.strictObject({
  ...z.object(fields).partial().shape,
  id: idInput.optional(),
  projectId: z.string().max(200).optional(),
  /** Stores the outcome as a draft beside the live version, which stays as it is. */
  draft: z.boolean().optional(),
  /** What the change is about; stands beside its version. */
  note: short.optional(),
});
export type PersonaInput = z.infer<typeof personaInput>;

const weekMs = 7 * 24 * 60 * 60_000;

/** How long the secret before goes on holding: 24 hours unless told otherwise, at most a week. */
export const overlapInput = z
  .number()
  .int()
  .min(0)
  .max(weekMs)
  .default(24 * 60 * 60_000);

export const webhookRotate = z.strictObject({ id: idInput, overlapMs: overlapInput });

export const personaList = z.strictObject({
  ...pageInput,
  search: plainText(200).optional(),
  enabled: booleanInput.optional(),
});
export type PersonaList = z.infer<typeof personaList>;

const output = {
  id: z.string(),
  projectId: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  icon: z.string().nullable(),
  color: z.string().nullable(),
  enabled: z.boolean(),
  runtime: z.enum(runtimes),
  groupId: z.string().nullable(),
  maxConcurrent: z.number(),
  updatedAt: z.string(),
};

/** A line of the list. */
export const personaSummary = z.object(output);
export type PersonaSummary = z.infer<typeof personaSummary>;

/** The whole persona. `webhookSecret` is masked but for the reply that made it; so is modelProfile.authToken, always. */
export const personaOutput = z.object({
  ...output,
  systemPrompt: z.string(),
  structuredPrompt: z.string().nullable(),
  timeoutMs: z.number(),
  modelProfile: z.string().nullable(),
  inferenceProfileId: z.string().nullable(),
  networkPolicy: z.string().nullable(),
  maxBudgetUsd: z.number().nullable(),
  maxTurns: z.number().nullable(),
  monthlyBudgetUsd: z.number().nullable(),
  designContext: z.string().nullable(),
  permissionPolicy: z.string().nullable(),
  webhookSecret: z.string(),
  /** Until when the webhook secret before the current one holds; may lie in the past. */
  previousWebhookSecretExpiresAt: z.string().nullable(),
  liveVersion: z.number(),
  /** The newest version that is labelled draft. */
  draftVersion: z.number().nullable(),
  createdAt: z.string(),
});
export type PersonaOutput = z.infer<typeof personaOutput>;

/** What a version holds of a persona. */
export const versionContent = z.object({
  name: z.string(),
  description: z.string().nullable(),
  systemPrompt: z.string(),
  structuredPrompt: z.string().nullable(),
  runtime: z.enum(runtimes),
  modelProfile: z.string().nullable(),
  timeoutMs: z.number(),
  maxTurns: z.number().nullable(),
  maxBudgetUsd: z.number().nullable(),
  permissionPolicy: z.string().nullable(),
  networkPolicy: z.string().nullable(),
  designContext: z.string().nullable(),
});
export type VersionContent = z.infer<typeof versionContent>;

export const versionNumber = z.union([
  z.number().int().min(1).max(1_000_000),
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, "Expected the number of a version")
    .transform(Number),
]);
export const versionInput = z.strictObject({ id: idInput, version: versionNumber });
export type VersionInput = z.infer<typeof versionInput>;

export const versionList = z.strictObject({ ...pageInput, id: idInput });
export type VersionList = z.infer<typeof versionList>;

export const versionDiffInput = z.strictObject({ id: idInput, from: versionNumber, to: versionNumber });
export type VersionDiffInput = z.infer<typeof versionDiffInput>;

export const versionSummary = z.object({
  version: z.number(),
  label: z.enum(["live", "draft", "discarded"]).nullable(),
  note: z.string().nullable(),
  /** SHA-256 of the content. */
  hash: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type VersionSummary = z.infer<typeof versionSummary>;

export const versionOutput = z.object({ ...versionSummary.shape, content: versionContent });
export type VersionOutput = z.infer<typeof versionOutput>;

const fieldValue = z.union([z.string(), z.number()]).nullable();
/** Only the fields that differ; the lines of a hunk begin with " ", "-" or "+". */
export const versionDiff = z.object({
  from: z.number(),
  to: z.number(),
  fields: z.array(
    z.object({
      field: z.string(),
      before: fieldValue,
      after: fieldValue,
      hunks: z
        .array(z.object({ oldStart: z.number(), newStart: z.number(), lines: z.array(z.string()) }))
        .nullable(),
    }),
  ),
});
export type VersionDiff = z.infer<typeof versionDiff>;
