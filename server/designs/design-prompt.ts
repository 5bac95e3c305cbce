import type { JsonSchema } from "@/server/tools/held-tool";

export type DesignRequest = {
  /** What is wanted of all of them. */
  intent: string;
  count: number;
  /** Those that are given; of the others it may only wish for. */
  tools: { name: string; description: string; isGiven: boolean }[];
  connectors: { name: string; serviceType: string }[];
};

const text = { type: "string" };

/** The tool that the model answers with. */
export function describeAnswer(count: number): {
  name: string;
  description: string;
  input_schema: JsonSchema;
} {
  return {
    name: "submit_design",
    description: "Hands in the design. Call it once.",
    input_schema: {
      type: "object",
      properties: {
        personas: {
          type: "array",
          minItems: count,
          maxItems: count,
          items: {
            type: "object",
            properties: {
              name: { ...text, description: "Two or three words, as of a role" },
              description: { ...text, description: "One sentence on what it does" },
              identity: { ...text, description: "Who it is and whom it works for" },
              instructions: { ...text, description: "What it does, step by step, and what a good result is" },
              toolGuidance: { ...text, description: "When and how it uses its tools" },
              examples: { ...text, description: "One or two short examples of good output" },
              errorHandling: { ...text, description: "What it does when data is missing or a service fails" },
              tools: { type: "array", items: text, description: "Names of the tools it would use" },
              eventTypes: { type: "array", items: text, description: "Types of events it should listen to" },
            },
            required: ["name", "description", "identity", "instructions", "errorHandling"],
          },
        },
      },
      required: ["personas"],
    },
  };
}

/** What the model is told to design personas from an intention. */
export function assembleDesignPrompt({ intent, count, tools, connectors }: DesignRequest): {
  system: string;
  user: string;
} {
  const system = `You design personas for Ensemble, a hub where personas of a team work on events.
A persona is a role with instructions. It is started by an event (its data is the input), a schedule or a person, works through its instructions with its tools, tells people what it found, asks a person before anything that cannot be undone, and ends by assessing its outcome. These protocols, and HTTP requests, every persona has; do not explain them.
Write what it is told in plain, exact sentences, in the second person. Say what to do with missing data. Invent no tool, no service and no fact about the team.
Answer by calling submit_design; where you cannot, with its input as one JSON object in a \`\`\`json fence.`;
  const user = [
    count === 1
      ? "Design one persona for this intention:"
      : `Design ${count} personas that work as a team, each with a part of its own, for this intention:`,
    intent,
    list(
      "Tools there are:",
      tools,
      (tool) => `${tool.name}${tool.isGiven ? " (given)" : ""}: ${tool.description}`,
    ),
    list("Services it has credentials for:", connectors, (each) => `${each.name} (${each.serviceType})`),
  ];
  return { system, user: user.filter(Boolean).join("\n\n") };
}

function list<Item>(lead: string, items: readonly Item[], write: (item: Item) => string): string {
  return items.length === 0 ? "" : [lead, ...items.map((item) => `- ${write(item)}`)].join("\n");
}
