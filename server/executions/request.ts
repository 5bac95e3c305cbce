import { executionRequested } from "@/inngest/events";
import { createId } from "@/lib/ids";
import type { Persona } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { boundJson } from "@/server/executions/bound-json";
import { flushOutbox, outboxRow } from "@/server/outbox/service";

export type ExecutionRequest = {
  persona: Pick<Persona, "id" | "name" | "runtime" | "timeoutMs">;
  /** False for a run that names no registered persona: its request is the whole prompt. Default true. */
  hasPersona?: boolean;
  input: unknown;
  eventId?: string | null;
  subscriptionId?: string | null;
  useCaseId?: string | null;
  attempt?: number;
  timeoutMs?: number;
  retryOfExecutionId?: string;
};

/**
 * Records an execution and asks the engine to run it, in one statement. For the same event, persona and
 * attempt there is only ever one: asking again returns the id of the first.
 */
export async function requestExecution(request: ExecutionRequest): Promise<string> {
  const { persona, eventId = null, attempt = 0, subscriptionId = null, useCaseId = null } = request;
  const id = createId("execution");
  const row = outboxRow(executionRequested.create({ executionId: id }));
  const inputData = request.input === undefined ? null : JSON.stringify(boundJson(request.input));
  const inserted = await db.$executeRaw`
    WITH made AS (
      INSERT INTO execution (id, persona_id, persona_name, has_persona, event_id, subscription_id, use_case_id, attempt, runtime,
                             timeout_ms, input_data, retry_of_execution_id, retry_count)
      VALUES (${id}, ${persona.id}, ${persona.name}, ${request.hasPersona ?? true}, ${eventId}, ${subscriptionId}, ${useCaseId}, ${attempt}, ${persona.runtime},
              ${request.timeoutMs ?? persona.timeoutMs}, ${inputData}, ${request.retryOfExecutionId ?? null}, ${attempt})
      ON CONFLICT (event_id, persona_id, attempt) DO NOTHING
      RETURNING id
    )
    INSERT INTO outbox (id, name, data) SELECT ${row.id}, ${row.name}, ${row.data} FROM made`;
  if (inserted > 0) {
    await flushOutbox([row]);
    return id;
  }
  const first = await db.execution.findFirstOrThrow({
    where: { eventId, personaId: persona.id, attempt },
    select: { id: true },
  });
  return first.id;
}
