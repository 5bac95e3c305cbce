import { sha256 } from "@/server/crypto";
import { db } from "@/server/db";
import { causeOf } from "@/server/events/causes";
import { type NewEvent, recordEventOnce } from "@/server/events/record";
import { remember } from "@/server/memories/recall";
import { writeMessage } from "@/server/messages/write";
import { flushOutbox } from "@/server/outbox/service";
import { findPersona } from "@/server/personas/service";
import { checkPayload, type ProtocolKey, type ProtocolPayload, protocols } from "@/server/protocols/keys";
import { requestReview } from "@/server/reviews/request";

/** Whose output it is. */
export type ActingExecution = { id: string; personaId: string; personaName: string };
/** `place` tells one call of an execution from another, so that each takes effect once. */
export type ProtocolCall = { key: ProtocolKey; payload: unknown; place: string };
/** What became of it, in words; a problem left everything as it was. */
export type ProtocolOutcome = { problem: string } | { problem: null; done: string };

type Run<Key extends ProtocolKey> = (
  payload: ProtocolPayload<Key>,
  execution: ActingExecution,
  key: string,
) => Promise<ProtocolOutcome>;

/**
 * Does what a protocol asks for, once (contracts/personas.md §1.3): a message, an event, a memory, a review, or a note on
 * the execution. A payload that does not fit is a problem in words, never an error: no run is lost over it.
 */
export async function applyProtocol(
  execution: ActingExecution,
  { key, payload, place }: ProtocolCall,
): Promise<ProtocolOutcome> {
  const problem = checkPayload(key, payload);
  if (problem) return { problem };
  const run = effects[key] as Run<ProtocolKey>;
  return run(protocols[key].parse(payload), execution, `${execution.id}:${place}`);
}

const effects: { [Key in ProtocolKey]: Run<Key> } = {
  user_message: async ({ title, content, content_type, priority }, execution, key) => {
    const { personaId, personaName, id: executionId } = execution;
    const message = { key, personaId, personaName, executionId, title, content, priority };
    await writeMessage({ ...message, contentType: content_type });
    return done("The message is in people's inbox.");
  },
  persona_action: async ({ target, action, input }, execution, key) => {
    const persona = await findPersona(target);
    if (!persona) return { problem: `target: there is no persona with the id ${target}` };
    if (!persona.enabled) return { problem: `target: ${persona.name} is disabled` };
    const payload = { target, action, input: input ?? null };
    await emit(execution, key, { eventType: "persona_action", targetPersonaId: target, payload });
    return done(`${persona.name} was asked to act.`);
  },
  emit_event: async ({ type, data }, execution, key) => {
    await emit(execution, key, { eventType: type, targetPersonaId: null, payload: data });
    return done(`The event ${type} was emitted.`);
  },
  agent_memory: async (memory, { id: sourceExecutionId, personaId }, key) => {
    await remember({ key, personaId, sourceExecutionId, ...memory });
    return done("It will be remembered.");
  },
  manual_review: async ({ context_data, suggested_actions, ...review }, execution, key) => {
    const { id: executionId, personaId, personaName } = execution;
    const asked = { key, kind: "manual_review", executionId, personaId, personaName, ...review } as const;
    await requestReview({
      ...asked,
      contextData: context_data,
      ...(suggested_actions ? { suggestedActions: suggested_actions } : {}),
      isBlocking: false,
    });
    return done("A person was asked.");
  },
  execution_flow: async ({ flows }, { id }) => {
    await db.execution.update({ where: { id }, data: { executionFlows: JSON.stringify(flows ?? null) } });
    return done("Noted.");
  },
  outcome_assessment: async ({ accomplished, summary, blockers }, { id }) => {
    const outcomeBlockers = !accomplished && blockers ? JSON.stringify(blockers) : null;
    await db.execution.update({
      where: { id },
      data: { accomplished, outcomeSummary: summary, outcomeBlockers },
    });
    return done("Noted.");
  },
};

/** An event that a persona brings about carries the way that led to it, so that loops are seen (hop limit, breaker). */
async function emit(
  execution: ActingExecution,
  key: string,
  event: Pick<NewEvent, "eventType" | "targetPersonaId"> & { payload: unknown },
): Promise<void> {
  const causation = (await causeOf(execution.id)) ?? {};
  const payload = event.payload === undefined ? null : JSON.stringify(event.payload);
  const outbox = await recordEventOnce({
    // The same call always makes the event of the same id, so that it is made once.
    id: `evt_${sha256(key).slice(0, 22)}`,
    sourceType: "persona",
    sourceId: execution.personaId,
    useCaseId: null,
    ...event,
    ...causation,
    payload,
  });
  await flushOutbox(outbox);
}

function done(words: string): ProtocolOutcome {
  return { problem: null, done: words };
}
