import type { Persona } from "@/prisma/generated/client";
import type { ClaudeAuth } from "@/server/claude";
import { findClaudeAuth } from "@/server/connection/auth";
import { defaultModelId, isKnownModel, knownModelIds, maxOutputTokens } from "@/server/models";
import { openProfileToken, readProfile } from "@/server/personas/model-profile";
import { toClaudeAuth } from "@/server/settings/claude-key";
import { readSettings } from "@/server/settings/service";

/** `chain`: the model to ask, and those to ask when it does not answer. */
export type ModelPlan = { auth: ClaudeAuth; chain: string[]; maxTokens: number };

const defaultMaxTokens = 16_000;

/**
 * Which models answer for a persona, and with which key: modelProfile.model, else the default of
 * Settings, else ENSEMBLE_MODEL, else claude-sonnet-5-5 (design §12.6), then its own fallbacks, else those of
 * Settings; a token in the profile comes before the hub's own key. A `problem` says what to do.
 */
export async function planModel(persona: Persona | null): Promise<ModelPlan | { problem: string }> {
  const profile = readProfile(persona?.modelProfile ?? null);
  if (profile.provider && profile.provider !== "anthropic" && profile.provider !== "claude") {
    return {
      problem: `The provider "${profile.provider}" cannot be called by the hub. Choose anthropic in the persona's model profile.`,
    };
  }
  const settings = await readSettings();
  const model = profile.model ?? settings.defaultModel ?? defaultModelId();
  if (!isKnownModel(model))
    return {
      problem: `The model "${model}" is not known, so its cost would not be either. Choose another one. Known: ${knownModelIds().join(", ")}.`,
    };
  if (profile.baseUrl) {
    return {
      problem:
        "A persona's own base URL cannot be called by the hub. Set ANTHROPIC_BASE_URL for all of them instead.",
    };
  }
  const own = persona ? openProfileToken(persona.id, persona.modelAuthSealed) : null;
  const auth = own === null ? await findClaudeAuth() : toClaudeAuth(own);
  if (!auth) {
    return {
      problem:
        "No key for Claude. Set ANTHROPIC_API_KEY in the environment, or enter one or connect under Settings → Claude.",
    };
  }
  const fallbacks = (profile.fallbackModels ?? settings.fallbackModels).filter(isKnownModel);
  const chain = [...new Set([model, ...fallbacks])];
  const most = Math.min(...chain.map(maxOutputTokens));
  return { auth, chain, maxTokens: Math.min(profile.maxTokens ?? defaultMaxTokens, most) };
}
