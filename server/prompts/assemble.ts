import { parseOrUndefined } from "@/server/json-text";

export type PromptPersona = {
  name: string;
  description: string | null;
  systemPrompt: string;
  structuredPrompt: string | null;
};
export type Prompt = { system: string; user: string };

const sections = [
  ["identity", "Identity"],
  ["instructions", "Instructions"],
  ["toolGuidance", "Tool Guidance"],
  ["examples", "Examples"],
  ["errorHandling", "Error Handling"],
] as const;
const webSearchLead = "When you search the web in this run, follow this guidance:";

/**
 * The prompt of one run, in the contract's order and headings (contracts/personas.md §1.2). `system` is
 * the same for every input, so that it can be cached; the input data stands in `user`.
 */
export function assemblePrompt(persona: PromptPersona, input: unknown): Prompt {
  const head = [`# Persona: ${persona.name}`];
  if (persona.description?.trim()) head.push(`## Description\n${persona.description.trim()}`);
  const structured = describeStructured(persona.structuredPrompt) ?? [`## Identity\n${persona.systemPrompt}`];
  const tail =
    input === undefined || input === null
      ? []
      : [`## Input Data\n\`\`\`json\n${JSON.stringify(input, null, 2)}\n\`\`\``];
  tail.push(
    `## EXECUTE NOW\nYou are ${persona.name}. Follow your instructions precisely, use your tools if you have any, respond naturally and finish the task.`,
  );
  return { system: [...head, ...structured].join("\n\n"), user: tail.join("\n\n") };
}

/** The sections of a structured prompt, or null when there is none to read. */
function describeStructured(text: string | null): string[] | null {
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
