import { createId } from "@/lib/ids";
import { Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { divideResult } from "@/server/agent/store-result";
import { readRedactor } from "@/server/credentials/use";
import { db } from "@/server/db";
import type { Redactor } from "@/server/redact";
import { readHeld } from "@/server/workers/held";
import { heldBy, refuseWrite } from "@/server/workers/lease";
import type { ToolCallsInput } from "@/server/workers/schema";

/** Of the CLI's own tools, those that change nothing. */
const readingTools = new Set(["Glob", "Grep", "LS", "NotebookRead", "Read", "WebFetch", "WebSearch"]);

/**
 * Keeps the tools that the CLI called, and what came back, as calls of the turn that its lease is: for people to see, and
 * carried out already. Each is known by the CLI's own id of it; what was told before changes nothing. Throws conflict.
 */
export async function takeToolCalls(
  actor: Actor,
  { calls, results, ...lease }: ToolCallsInput,
): Promise<{ ok: true }> {
  requireScope(actor, "workers:run");
  const { executionId, leaseNumber } = lease;
  const { personaId } = await readHeld(lease);
  const redactor = await readRedactor(personaId);
  const begun = dropRepeated(calls).map(({ callId, name, input, isCut, at }, place) => ({
    id: createId("toolCall"),
    place,
    callId: redactor.redact(callId),
    name: redactor.redact(name),
    effect: readingTools.has(name) ? "read" : "write",
    input: clean(redactor, input, isCut),
    at,
  }));
  const ended = dropRepeated(results).map(({ callId, output, isCut, isError, durationMs }) => ({
    callId: redactor.redact(callId),
    isError,
    durationMs,
    ...divideResult(clean(redactor, output, isCut)),
  }));
  // The row is locked first, so that the calls' positions have neither gap nor double.
  const [, , rows] = await db.$transaction([
    db.$queryRaw`SELECT id FROM execution WHERE id = ${executionId} FOR UPDATE`,
    db.$executeRaw`
      WITH held AS (
        SELECT id, started_at, lease_number FROM execution WHERE ${heldBy(lease)}
      ), fresh AS (
        SELECT c.*, row_number() OVER (ORDER BY c.place) AS nth
        FROM json_to_recordset(${JSON.stringify(begun)}::json) AS c(id text, place int, "callId" text, name text,
          effect text, input text, at timestamptz)
        WHERE NOT EXISTS (
          SELECT 1 FROM execution_tool_call t WHERE t.execution_id = ${executionId} AND t.turn = ${leaseNumber} AND t.call_id = c."callId")
      )
      INSERT INTO execution_tool_call (id, execution_id, turn, position, call_id, name, source, effect, policy, status,
        input, started_at)
      SELECT fresh.id, held.id, held.lease_number,
        coalesce((SELECT max(position) FROM execution_tool_call WHERE execution_id = held.id AND turn = held.lease_number), -1) + nth,
        fresh."callId", fresh.name, 'worker', fresh.effect, 'allow', 'started', fresh.input,
        -- The worker's clock may be another one.
        least(greatest(fresh.at, held.started_at), now())
      FROM held, fresh`,
    db.$queryRaw<{ id: string }[]>`
      WITH held AS (
        UPDATE execution SET updated_at = clock_timestamp() WHERE ${heldBy(lease)} RETURNING id
      ), said AS (
        SELECT * FROM json_to_recordset(${JSON.stringify(ended)}::json) AS r("callId" text, output text, whole text,
          "outputBytes" int, "isError" bool, "durationMs" float8)
      ), ended AS (
        UPDATE execution_tool_call c SET
          status = CASE WHEN said."isError" THEN 'failed' ELSE 'completed' END, is_error = said."isError",
          output = said.output, output_bytes = said."outputBytes",
          completed_at = c.started_at + said."durationMs" * interval '1 millisecond'
        FROM said, held
        WHERE c.execution_id = held.id AND c.turn = ${leaseNumber} AND c.call_id = said."callId" AND ${isUnderWay}
        RETURNING c.id, said.whole
      ), kept AS (
        INSERT INTO tool_blob (tool_call_id, text) SELECT id, whole FROM ended WHERE whole IS NOT NULL
      )
      SELECT id FROM held`,
  ]);
  if (rows.length === 0) throw await refuseWrite(lease);
  return { ok: true };
}

/**
 * Says of the calls that were under way when an execution's run on a worker ended that nobody knows what became of them;
 * `held` is a further condition on the execution's row and the call's (`c`).
 */
export async function closeToolCalls(
  executionId: string,
  held: Prisma.Sql = Prisma.sql`TRUE`,
): Promise<void> {
  const output = "Cut off: its run ended before this answered. It may have taken effect all the same.";
  await db.$executeRaw`
    UPDATE execution_tool_call c SET status = 'failed', is_error = true, output = ${output},
      output_bytes = ${output.length}, completed_at = clock_timestamp()
    FROM execution WHERE execution.id = ${executionId} AND c.execution_id = execution.id AND ${isUnderWay} AND ${held}`;
}

/** A worker's call that has no result yet, as an SQL condition on `c`. */
const isUnderWay = Prisma.sql`c.source = 'worker' AND c.status = 'started'`;

/** Of a text that was cut, what may be the beginning of a secret at its end is dropped. */
function clean(redactor: Redactor, text: string, isCut: boolean): string {
  return (isCut ? redactor.stream().write(text) : redactor.redact(text)).toWellFormed();
}

function dropRepeated<Each extends { callId: string }>(all: Each[]): Each[] {
  return all.filter((each, index) => all.findIndex(({ callId }) => callId === each.callId) === index);
}
