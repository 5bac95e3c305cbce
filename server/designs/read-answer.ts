import { z } from "zod";
import type { TurnResult } from "@/server/claude";
import { parseOrUndefined } from "@/server/json-text";

const text = z.string().trim();
const designed = z.object({
  name: text.min(1).max(200),
  description: text.max(2_000),
  identity: text.min(1),
  instructions: text.min(1),
  toolGuidance: text.optional(),
  examples: text.optional(),
  errorHandling: text.optional(),
  tools: z.array(z.string()).optional(),
  eventTypes: z.array(z.string()).optional(),
});
export type DesignedPersona = z.infer<typeof designed>;

/** What the model handed in: the tool's input, else the text it said instead. */
export function takeAnswer(content: TurnResult["content"]): string {
  const call = content.find((block) => block.type === "tool_use" && block.name === "submit_design");
  if (call?.type === "tool_use") return JSON.stringify(call.input);
  return content.map((block) => (block.type === "text" ? block.text : "")).join("");
}

/** The personas of an answer, or what is wrong with it, in words. */
export function readAnswer(answer: string, count: number): DesignedPersona[] | { problem: string } {
  const value = findJson(answer);
  if (value === undefined) {
    return { problem: "The model answered without a design. Say more exactly what the persona is to do." };
  }
  const list = (value as { personas?: unknown }).personas ?? [value];
  const parsed = z.array(designed).safeParse(list);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: `The model's design cannot be read: ${issue?.path.join(".")}: ${issue?.message}` };
  }
  return parsed.data.length < count
    ? { problem: `The model designed ${parsed.data.length} of ${count} personas.` }
    : parsed.data.slice(0, count);
}

/** The JSON object that is the answer, stands in a fence, or lies between its first and last brace. */
function findJson(answer: string): object | undefined {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(answer)?.[1];
  const braced = answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1);
  for (const candidate of [answer, fenced, braced]) {
    const value = parseOrUndefined(candidate);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  }
  return undefined;
}
