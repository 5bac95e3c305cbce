import { parseOrUndefined } from "@/server/json-text";

const sections = [
  ["identity", "Identity"],
  ["instructions", "Instructions"],
  ["toolGuidance", "Tool Guidance"],
  ["examples", "Examples"],
  ["errorHandling", "Error Handling"],
] as const;
const webSearchLead = "When you search the web in this run, follow this guidance:";

/** The blocks of a structured prompt in the contract's order (contracts/personas.md §1.2), or null when there is none to read. */
export function describeStructured(text: string | null): string[] | null {
  const parsed = parseOrUndefined(text);
  if (parsed === null || typeof parsed !== "object" || Array.isArray(parsed)) return null;
  const given = parsed as Record<string, unknown>;
  const blocks = sections.flatMap(([key, heading]) => describeSection(heading, given[key]));
  for (const custom of Array.isArray(given.customSections) ? (given.customSections as unknown[]) : []) {
    if (custom === null || typeof custom !== "object") continue;
    const { title, label, name, key, content } = custom as Record<string, unknown>;
    const heading = [title, label, name, key].find((word) => typeof word === "string" && word !== "");
    blocks.push(...describeSection(String(heading ?? "Notes"), content));
  }
  const webSearch = describeSection("Web Search Research Prompt", given.webSearch);
  return [...blocks, ...webSearch.map((block) => block.replace("\n", `\n${webSearchLead}\n\n`))];
}

function describeSection(heading: string, content: unknown): string[] {
  const text =
    typeof content === "string"
      ? content.trim()
      : content === undefined || content === null
        ? ""
        : JSON.stringify(content, null, 2);
  return text ? [`## ${heading}\n${text}`] : [];
}
