import type { Runtime } from "@/server/personas/schema";

type Protocol = {
  key: string;
  title: string;
  use: string;
  example: unknown;
  fields: string[];
  note?: string;
};

/** contracts/personas.md §1.3, in its order. */
const protocols: Protocol[] = [
  {
    key: "user_message",
    title: "User Message",
    use: "To tell people something",
    example: {
      title: "Release notes are ready",
      content: "**3 changes** since v1.4",
      content_type: "success",
      priority: "normal",
    },
    fields: [
      "`content` (required): the message, Markdown",
      "`title` (optional): a short heading",
      "`content_type` (optional): info, warning, error or success; info by default",
      "`priority` (optional): low, normal, high or urgent; normal by default",
    ],
  },
  {
    key: "persona_action",
    title: "Persona Action",
    use: "To have another persona work",
    example: { target: "per_reviewer", action: "run", input: { pullRequest: 17 } },
    fields: [
      "`target` (required): the other persona's id",
      "`action` (optional): run",
      "`input` (optional): any JSON, handed to it as its input",
    ],
  },
  {
    key: "emit_event",
    title: "Emit Event",
    use: "To announce an event that others may listen to",
    example: { type: "release_drafted", data: { version: "1.5.0" } },
    fields: ["`type` (required): the event's type", "`data` (optional): any JSON"],
  },
  {
    key: "agent_memory",
    title: "Agent Memory",
    use: "To remember something for later runs",
    example: {
      title: "Release day",
      content: "Releases go out on Tuesdays.",
      category: "fact",
      importance: 6,
      tags: ["release"],
    },
    fields: [
      "`title` (required): what it is about",
      "`content` (required): what to remember",
      "`category` (optional): learning, preference, fact or procedure",
      "`importance` (optional): 1 to 10; 5 by default",
      "`tags` (optional): a list of words",
    ],
  },
  {
    key: "manual_review",
    title: "Manual Review",
    use: "To ask a person to decide before you go on",
    example: {
      title: "Publish the release?",
      description: "Two of the changes break the API.",
      severity: "high",
      context_data: "v2.0.0, 14 commits",
      suggested_actions: ["Publish", "Wait for the docs"],
    },
    fields: [
      "`title` (required): what is to be decided",
      "`description` (optional): what a person needs to know",
      "`severity` (optional): low, medium, high or critical; medium by default",
      "`context_data` (optional): text with the facts",
      "`suggested_actions` (optional): a list of texts",
    ],
  },
  {
    key: "execution_flow",
    title: "Execution Flow",
    use: "To record the steps you took",
    example: { flows: [{ step: 1, action: "Read the commits", status: "completed" }] },
    fields: ["`flows` (required): any JSON, as a rule a list of steps with `step`, `action` and `status`"],
  },
  {
    key: "outcome_assessment",
    title: "Outcome Assessment",
    use: "To say how it went, as the very last thing you do",
    example: { accomplished: true, summary: "The notes of v1.5.0 are written.", blockers: [] },
    fields: [
      "`accomplished` (required): true or false",
      "`summary` (required): what was done, in a sentence or two",
      "`blockers` (optional): a list of texts, only when `accomplished` is false",
    ],
    note: "Say `accomplished: false` if data was missing, a service failed, requirements could not be met, or you could not verify that the task is complete.",
  },
];

/**
 * The seven protocols (contracts/personas.md §1.2, block 8): on a worker as JSON lines, in the hub as tools
 * (design §12.13).
 */
export function describeProtocols(runtime: Runtime): string {
  const isOnWorker = runtime === "worker";
  const blocks = protocols.map(({ key, title, use, example, fields, note }) =>
    [
      `### ${title} Protocol`,
      isOnWorker ? `${use}, output a JSON object on its own line:` : `${use}, call the tool \`${key}\`:`,
      `\`\`\`json\n${JSON.stringify(isOnWorker ? { [key]: example } : example)}\n\`\`\``,
      "Fields:",
      ...fields.map((field) => `- ${field}`),
      ...(note ? [note] : []),
    ].join("\n"),
  );
  return ["## Communication Protocols", ...blocks].join("\n\n");
}
