import { z } from "zod";
import { plainText, typedJsonText } from "@/server/json-text";
import { idInput, modelProfileShape, versionNumber } from "@/server/personas/schema";

export const designStages = [
  "prompt_assembly",
  "llm_generation",
  "result_parsing",
  "feasibility_check",
  "persist",
] as const;
export type DesignStage = (typeof designStages)[number];

const intention = plainText(10_000).trim().min(1, "Say what the persona is to do");
const names = z.array(plainText(200)).max(100).optional();
const means = {
  /** Names of tool definitions that it is to have. */
  tools: names,
  /** Names or service types of credentials that it is to have. */
  connectors: names,
  modelProfile: typedJsonText(10_000, modelProfileShape).optional(),
  maxBudgetUsd: z.number().min(0).max(1_000).optional(),
};

/** contracts/personas.md §1.7 */
export const designInput = z.strictObject({ intent: intention, ...means });
export type DesignInput = z.infer<typeof designInput>;

export const designBatchInput = z.strictObject({
  description: intention,
  count: z.number().int().min(1).max(10),
  ...means,
});
export type DesignBatchInput = z.infer<typeof designBatchInput>;

const issue = z.object({
  level: z.enum(["error", "warning", "info"]),
  category: z.enum([
    "prompt",
    "state",
    "model",
    "tools",
    "credentials",
    "network",
    "permissions",
    "budget",
    "triggers",
    "worker",
  ]),
  message: z.string(),
});
export type PersonaIssue = z.infer<typeof issue>;

export const validateInput = z.strictObject({ id: idInput, version: versionNumber.optional() });
export type ValidateInput = z.infer<typeof validateInput>;
export const validateOutput = z.object({ issues: z.array(issue) });

export const designOutput = z.object({
  designId: z.string(),
  batchId: z.string().nullable(),
  status: z.enum(["running", "completed", "failed"]),
  stage: z.enum(designStages),
  /** The persona that was made; null until then. */
  personaId: z.string().nullable(),
  issues: z.array(issue),
  errorMessage: z.string().nullable(),
  costUsd: z.number(),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
});
export type DesignOutput = z.infer<typeof designOutput>;

export const designBatchOutput = z.object({ batchId: z.string(), designs: z.array(designOutput) });
export type DesignBatchOutput = z.infer<typeof designBatchOutput>;
