import { readModelProfile, writeModelProfile } from "@/components/personas/model-profile";
import type { PersonaOutput } from "@/server/personas/schema";

/** A persona's particulars as the form holds them: numbers as typed, times in seconds. */
export type PersonaDraft = {
  name: string;
  description: string;
  runtime: PersonaOutput["runtime"];
  model: string;
  maxTokens: string;
  maxConcurrent: string;
  timeoutSeconds: string;
  maxBudgetUsd: string;
  maxTurns: string;
  monthlyBudgetUsd: string;
  /** Models in the order in which they are asked; null for those of Settings. */
  fallbackModels: string[] | null;
};

/** What the form starts from. */
export function readPersonaDraft(persona: PersonaOutput): PersonaDraft {
  const { model, maxTokens, fallbackModels } = readModelProfile(persona.modelProfile);
  return {
    name: persona.name,
    description: persona.description ?? "",
    runtime: persona.runtime,
    model: model ?? "",
    maxTokens: maxTokens?.toString() ?? "",
    maxConcurrent: persona.maxConcurrent.toString(),
    timeoutSeconds: (persona.timeoutMs / 1000).toString(),
    maxBudgetUsd: persona.maxBudgetUsd?.toString() ?? "",
    maxTurns: persona.maxTurns?.toString() ?? "",
    monthlyBudgetUsd: persona.monthlyBudgetUsd?.toString() ?? "",
    fallbackModels: fallbackModels ?? null,
  };
}

/** What the hub is asked to store. `modelProfile` is the stored text, of which other parts are kept. */
export function toPersonaFields(draft: PersonaDraft, modelProfile: string | null) {
  return {
    name: draft.name,
    description: draft.description.trim() || null,
    runtime: draft.runtime,
    modelProfile: writeModelProfile(modelProfile, {
      model: draft.model || undefined,
      maxTokens: readNumber(draft.maxTokens) ?? undefined,
      fallbackModels: draft.fallbackModels?.filter(Boolean),
    }),
    maxConcurrent: Number(draft.maxConcurrent),
    timeoutMs: Math.round(Number(draft.timeoutSeconds) * 1000),
    maxBudgetUsd: readNumber(draft.maxBudgetUsd),
    maxTurns: readNumber(draft.maxTurns),
    monthlyBudgetUsd: readNumber(draft.monthlyBudgetUsd),
  };
}

function readNumber(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}
