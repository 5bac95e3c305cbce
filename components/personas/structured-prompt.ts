export const sectionNames = [
  "identity",
  "instructions",
  "toolGuidance",
  "examples",
  "errorHandling",
  "webSearch",
] as const;
export type SectionName = (typeof sectionNames)[number];

export type CustomSection = { key: string; heading: string; content: string };
export type StructuredDraft = { sections: Record<SectionName, string>; custom: CustomSection[] };

/** The parts of a structured prompt's JSON text, for editing; null when it is not such a text. */
export function readStructuredPrompt(text: string | null): StructuredDraft | null {
  const parsed = parseObject(text);
  if (!parsed) return null;
  const read = (name: SectionName) => (typeof parsed[name] === "string" ? parsed[name] : "");
  return {
    sections: {
      identity: read("identity"),
      instructions: read("instructions"),
      toolGuidance: read("toolGuidance"),
      examples: read("examples"),
      errorHandling: read("errorHandling"),
      webSearch: read("webSearch"),
    },
    custom: readCustom(parsed.customSections),
  };
}

/** The JSON text of the parts; what is empty is left out. */
export function writeStructuredPrompt({ sections, custom }: StructuredDraft): string {
  const filled = sectionNames.flatMap((name) =>
    sections[name].trim() ? [[name, sections[name]] as const] : [],
  );
  const customSections = custom
    .filter(({ heading, content }) => heading.trim() || content.trim())
    .map(({ heading, content }) => ({ title: heading.trim() || "Notes", content }));
  return JSON.stringify({
    ...Object.fromEntries(filled),
    ...(customSections.length > 0 ? { customSections } : {}),
  });
}

/** A draft that starts from a plain prompt. */
export function startStructuredPrompt(systemPrompt: string): StructuredDraft {
  const empty = readStructuredPrompt("{}");
  const draft = empty ?? { sections: {} as StructuredDraft["sections"], custom: [] };
  return { ...draft, sections: { ...draft.sections, instructions: systemPrompt } };
}

function readCustom(value: unknown): CustomSection[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) => {
    if (typeof item !== "object" || item === null) return [];
    const fields = item as Record<string, unknown>;
    const heading = [fields.title, fields.label, fields.name, fields.key].find(
      (name) => typeof name === "string",
    );
    const content = typeof fields.content === "string" ? fields.content : "";
    return [{ key: `stored-${index}`, heading: typeof heading === "string" ? heading : "", content }];
  });
}

function parseObject(text: string | null): Record<string, unknown> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
