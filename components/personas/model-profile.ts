type Profile = { model?: string; maxTokens?: number; provider?: string };

/** The parts of a model profile's JSON text that the form edits. */
export function readModelProfile(text: string | null): Profile {
  const profile = parseProfile(text);
  return {
    ...(typeof profile.model === "string" ? { model: profile.model } : {}),
    ...(typeof profile.maxTokens === "number" ? { maxTokens: profile.maxTokens } : {}),
    ...(typeof profile.provider === "string" ? { provider: profile.provider } : {}),
  };
}

/** The profile's text with a model and a limit put in; null or "" takes one out, everything else stays as it was. */
export function writeModelProfile(
  text: string | null,
  model: string,
  maxTokens: number | null,
): string | null {
  const { model: _model, maxTokens: _maxTokens, ...kept } = parseProfile(text);
  const profile = { ...kept, ...(model ? { model } : {}), ...(maxTokens ? { maxTokens } : {}) };
  return Object.keys(profile).length === 0 ? null : JSON.stringify(profile);
}

function parseProfile(text: string | null): Record<string, unknown> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
