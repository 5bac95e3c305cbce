import type { Execution, Trigger } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { causeOf } from "@/server/events/causes";
import type { NewEvent } from "@/server/events/record";
import { readEventInput } from "@/server/events/service";
import { parseOrUndefined } from "@/server/json-text";
import type { Configs } from "@/server/triggers/config";

/** The longest output that a chain hands on, in characters. */
const mostOutput = 256 * 1024;
export const mostDepth = 8;

/** What a chain of personas has passed through, as its payloads say. */
export type ChainTrail = { depth: number; visited: string[] };

/** The event of a planned, requested or repeated firing (contracts/personas.md §1.5). */
export function draftPlain(trigger: Trigger, given?: string | null): NewEvent {
  const config = parseOrUndefined(trigger.config) as Configs["manual"];
  return {
    ...draftBase(trigger, config.event_type),
    payload: given === undefined ? toPayload(config.payload) : given,
  };
}

/** The event of a poll that found something new. */
export function draftPoll(trigger: Trigger, payload: object): NewEvent {
  const config = parseOrUndefined(trigger.config) as Configs["polling"];
  const base = draftBase(trigger, config.event_type);
  return { ...base, sourceType: "polling", payload: JSON.stringify(payload) };
}

/** The event of a chain after an execution has ended. */
export async function draftChain(trigger: Trigger, execution: Execution): Promise<NewEvent> {
  const config = parseOrUndefined(trigger.config) as Configs["chain"];
  const { depth, visited } = extendTrail(readTrail(execution.inputData), execution.personaId);
  return {
    ...draftBase(trigger, config.event_type ?? "chain_triggered"),
    ...(await causeOf(execution.id)),
    sourceType: "chain",
    payload: JSON.stringify({
      source_persona_id: execution.personaId,
      source_execution_id: execution.id,
      source_status: execution.status,
      ...(config.payload_forward
        ? { source_output: execution.outputData?.slice(0, mostOutput) ?? null }
        : {}),
      _chain_depth: depth,
      _chain_visited: visited,
    }),
  };
}

/** The event of a chain on an event that its source persona emitted. */
export async function draftEmitted(
  trigger: Trigger,
  emitted: {
    id: string;
    sourceId: string | null;
    eventType: string;
    payload: string | null;
    causes: string;
    hopCount: number;
  },
): Promise<NewEvent> {
  const config = parseOrUndefined(trigger.config) as Configs["chain"];
  const { depth, visited } = extendTrail(await readTrailOf(emitted), emitted.sourceId ?? "");
  return {
    ...draftBase(trigger, config.event_type ?? "chain_triggered"),
    causes: JSON.parse(emitted.causes) as NonNullable<NewEvent["causes"]>,
    hopCount: emitted.hopCount,
    sourceType: "chain",
    payload: JSON.stringify({
      source_persona_id: emitted.sourceId,
      source_event_id: emitted.id,
      source_event_type: emitted.eventType,
      ...(config.payload_forward
        ? { source_payload: readEventInput(emitted.payload?.slice(0, mostOutput) ?? null) ?? null }
        : {}),
      _chain_depth: depth,
      _chain_visited: visited,
    }),
  };
}

/** The event by which a webhook of one persona sets another to work. */
export function draftWebhook(trigger: Trigger, received: { payload: string | null }): NewEvent {
  const { payload } = parseOrUndefined(trigger.config) as Configs["webhook"];
  return draftPlain(trigger, payload === undefined ? received.payload : undefined);
}

/** How deep a chain is at an execution, by what it was given. */
export function readTrail(inputData: string | null): ChainTrail {
  const input = parseOrUndefined(inputData) as
    | { _chain_depth?: unknown; _chain_visited?: unknown }
    | null
    | undefined;
  const depth = input?._chain_depth;
  const visited = input?._chain_visited;
  return {
    depth: typeof depth === "number" && Number.isInteger(depth) && depth > 0 ? depth : 0,
    visited: Array.isArray(visited) ? visited.filter((id) => typeof id === "string").slice(0, 100) : [],
  };
}

/** The trail of the execution that an event comes from. */
export async function readTrailOf({ causes }: { causes: string }): Promise<ChainTrail> {
  const last = (JSON.parse(causes) as { executionId?: string }[]).at(-1)?.executionId;
  if (last === undefined) return { depth: 0, visited: [] };
  const source = await db.execution.findUnique({ where: { id: last }, select: { inputData: true } });
  return readTrail(source?.inputData ?? null);
}

/** Why a chain goes no further, or null when it does. */
export function findChainEnd(trail: ChainTrail, sourceId: string, targetId: string): string | null {
  const { depth, visited } = extendTrail(trail, sourceId);
  if (depth > mostDepth) return `The chain is ${mostDepth} executions long already.`;
  if (visited.includes(targetId)) return `The chain has been at ${targetId} already.`;
  return null;
}

function extendTrail({ depth, visited }: ChainTrail, sourceId: string): ChainTrail {
  return { depth: depth + 1, visited: [...new Set([...visited, sourceId])] };
}

function draftBase(trigger: Trigger, eventType = "trigger_fired") {
  return {
    eventType,
    sourceType: "trigger",
    sourceId: trigger.id,
    targetPersonaId: trigger.targetPersonaId ?? trigger.personaId,
    useCaseId: trigger.useCaseId,
    triggerId: trigger.id,
  };
}

function toPayload(payload: unknown): string | null {
  if (payload === undefined || payload === null) return null;
  return typeof payload === "string" ? payload : JSON.stringify(payload);
}
