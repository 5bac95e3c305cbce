import type { PersonaExport } from "@/server/gitlab/schema";

/** A persona's part of AGENTS.md stands between these, so that the rest of the file stays whoever's it is. */
const begin = (personaId: string) => `<!-- ensemble:begin ${personaId} -->`;
const end = (personaId: string) => `<!-- ensemble:end ${personaId} -->`;

/** A persona as AGENTS.md shows it: name, description, its prompt in a fence, its tools, where it is from (contracts/personas.md §1.9). */
export function writeSection(personaId: string, persona: PersonaExport): string {
  const prompt = withoutMarks(persona.systemPrompt);
  const fence = longerFence(prompt);
  const parts = [
    begin(personaId),
    `# ${oneLine(persona.name)}`,
    ...(persona.description ? [withoutMarks(persona.description)] : []),
    `## System Prompt\n\n${fence}text\n${prompt}\n${fence}`,
    ...(persona.tools.length > 0 ? [`## Tools\n\n${persona.tools.map(describeTool).join("\n")}`] : []),
    `_Source: Ensemble, persona ${personaId}, version ${persona.version}, model ${persona.model}_`,
    end(personaId),
  ];
  return parts.join("\n\n");
}

/** The file with the persona's section replaced, or put at its end. */
export function putSection(file: string, personaId: string, section: string): string {
  const place = findSection(file, personaId);
  if (place) return file.slice(0, place.from) + section + file.slice(place.to);
  const before = file.trimEnd();
  return `${before}${before ? "\n\n" : ""}${section}\n`;
}

/** The file without the persona's section; null when it has none. */
export function dropSection(file: string, personaId: string): string | null {
  const place = findSection(file, personaId);
  if (!place) return null;
  const before = file.slice(0, place.from).trimEnd();
  const after = file.slice(place.to).trimStart();
  return before && after ? `${before}\n\n${after}` : before ? `${before}\n` : after;
}

/** Whether the file holds the persona's section. */
export function hasSection(file: string, personaId: string): boolean {
  return findSection(file, personaId) !== null;
}

function findSection(file: string, personaId: string): { from: number; to: number } | null {
  const from = file.indexOf(begin(personaId));
  const closing = from < 0 ? -1 : file.indexOf(end(personaId), from);
  return closing < 0 ? null : { from, to: closing + end(personaId).length };
}

function describeTool({ name, description }: PersonaExport["tools"][number]): string {
  return `- **${oneLine(name)}**: ${oneLine(withoutMarks(description))}`;
}

function oneLine(text: string): string {
  return withoutMarks(text).replace(/\s+/g, " ").trim();
}

/** A prompt that quotes a mark must not end the section. */
function withoutMarks(text: string): string {
  return text.replaceAll("<!-- ensemble:", "<!-- ensemble ");
}

/** One backtick more than the longest row of them inside. */
function longerFence(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((row) => row.length));
  return "`".repeat(longest + 1);
}
