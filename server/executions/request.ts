import { executionRequested } from "@/inngest/events";
import { createId } from "@/lib/ids";
import type { Persona } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import { boundJson } from "@/server/prompts/bound-json";

export type ExecutionRequest = {
  persona: Pick<Persona, "id" | "name" | "runtime" | "timeoutMs">;
  /** False for a run that names no registered persona: its request is the whole prompt. */
  hasPersona: boolean;
  input: unknown;
  useCaseId?: string | null;
  timeoutMs?: number;
  retryOfExecutionId?: string;
  /** Of the persona, instead of the live one. */
  askedVersion?: number | undefined;
};

/** Records an execution that no event caused and asks the engine to run it, in one statement. Returns its id. */
export async function requestExecution(request: ExecutionRequest): Promise<string> {
  const {
    persona,
    useCaseId = null,
    timeoutMs = persona.timeoutMs,
    retryOfExecutionId = null,
    askedVersion = null,
  } = request;
  const id = createId("execution");
  const row = outboxRow(executionRequested.create({ executionId: id }));
  const inputData = request.input === undefined ? null : JSON.stringify(boundJson(request.input));
  await db.$executeRaw`
    WITH made AS (
      INSERT INTO execution (id, persona_id, persona_name, has_persona, use_case_id, runtime, timeout_ms, input_data, retry_of_execution_id, asked_version)
      VALUES (${id}, ${persona.id}, ${persona.name}, ${request.hasPersona}, ${useCaseId}, ${persona.runtime}, ${timeoutMs}, ${inputData}, ${retryOfExecutionId}, ${askedVersion}::int)
    )
    INSERT INTO outbox (id, name, data) VALUES (${row.id}, ${row.name}, ${row.data})`;
  await flushOutbox([row]);
  return id;
}
