import { z } from "zod";
import { eventTypeInput } from "@/server/subscriptions/schema";

const title = z.string().max(500);
const long = z.string().max(100_000);

/** The seven protocols by which a persona acts on the hub (contracts/personas.md §1.3): the payload of each. */
export const protocols = {
  user_message: z.object({
    title: title.optional().describe("A short heading"),
    content: long.min(1).describe("What people are told, in Markdown"),
    content_type: z.enum(["info", "warning", "error", "success"]).default("info"),
    priority: z.enum(["low", "normal", "high", "urgent"]).default("normal"),
  }),
  persona_action: z.object({
    target: z.string().min(1).max(64).describe("The id of the persona that is to act"),
    action: z.string().max(200).default("run").describe("What it is to do"),
    input: z.unknown().optional().describe("What it is given, any JSON"),
  }),
  emit_event: z.object({
    type: eventTypeInput.describe("The event's type: letters, digits and _"),
    data: z.unknown().optional().describe("The event's payload, any JSON"),
  }),
  agent_memory: z.object({
    title: title.min(1),
    content: long.min(1).describe("What is to be remembered in later runs"),
    category: z.enum(["learning", "preference", "fact", "procedure", "general"]).default("general"),
    importance: z.number().int().min(1).max(10).default(5).describe("1 to 10"),
    tags: z.array(z.string().max(100)).max(50).optional(),
  }),
  manual_review: z.object({
    title: title.min(1).describe("What is asked, in a line"),
    description: long.optional(),
    severity: z.enum(["low", "medium", "high", "critical"]).default("medium"),
    context_data: long.optional().describe("What a person has to know to decide"),
    suggested_actions: z.array(z.string().max(500)).max(20).optional(),
  }),
  execution_flow: z.object({
    flows: z.unknown().describe("The steps taken: any JSON, such as [{step, action, status}]"),
  }),
  outcome_assessment: z.object({
    accomplished: z
      .boolean()
      .describe(
        "False if data was missing, a service failed, requirements could not be met or it could not be verified",
      ),
    summary: long.describe("What was done"),
    blockers: z.array(z.string().max(2_000)).max(50).optional().describe("Only when not accomplished"),
  }),
} as const;

export type ProtocolKey = keyof typeof protocols;
export type ProtocolPayload<Key extends ProtocolKey> = z.output<(typeof protocols)[Key]>;

export const protocolKeys = Object.keys(protocols) as ProtocolKey[];

export function isProtocolKey(name: string): name is ProtocolKey {
  return Object.hasOwn(protocols, name);
}

/** What is wrong with a protocol's payload, in a line that names the field; null when it fits. */
export function checkPayload(key: ProtocolKey, payload: unknown): string | null {
  const issue = protocols[key].safeParse(payload).error?.issues[0];
  if (!issue) return null;
  const path = issue.path.map(String).join(".");
  return path ? `${path}: ${issue.message}` : issue.message;
}
