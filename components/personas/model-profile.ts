type Parts = {
  model?: string | undefined;
  maxTokens?: number | undefined;
  fallbackModels?: string[] | undefined;
};
type Profile = Parts & { provider?: string };

/** The parts of a model profile's JSON text that the form edits. */
export function readModelProfile(text: string | null): Profile {
  const profile = parseProfile(text);
  return {
    ...(typeof profile.model === "string" ? { model: profile.model } : {}),
    ...(typeof profile.maxTokens === "number" ? { maxTokens: profile.maxTokens } : {}),
    ...(Array.isArray(profile.fallbackModels)
      ? { fallbackModels: profile.fallbackModels.filter((name) => typeof name === "string") }
      : {}),
    ...(typeof profile.provider === "string" ? { provider: profile.provider } : {}),
  };
}

/** The profile's text with these parts put in; undefined takes one out, everything else stays as it was. */
export function writeModelProfile(
  text: string | null,
  { model, maxTokens, fallbackModels }: Parts,
): string | null {
  const profile = { ...parseProfile(text), model, maxTokens, fallbackModels };
  const filled = Object.entries(profile).filter(([, value]) => value !== undefined);
  return filled.length === 0 ? null : JSON.stringify(Object.fromEntries(filled));
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
