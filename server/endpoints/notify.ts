import { messageCreated } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { db } from "@/server/db";
import { describeEnd, describeNotice, type Notice } from "@/server/endpoints/notices";
import { flushOutbox, type OutboxRow, outboxRow } from "@/server/outbox/service";

/** Tells every endpoint that listens of an execution's end, once. Returns how many messages were made. */
export async function notifyOfEnd(executionId: string): Promise<number> {
  const notice = await describeEnd(executionId);
  return notice ? createMessages(notice, executionId, executionId) : 0;
}

/**
 * Tells every endpoint that listens of a notice. `factId` names the telling: the same one makes no second message,
 * while the same thing happening again does. An endpoint is not told of its own end.
 */
export async function notifyOfNotice(
  type: string,
  subjectId: string,
  { factId, at }: { factId: string; at: number },
): Promise<number> {
  const notice = await describeNotice(type, subjectId, at);
  return notice ? createMessages(notice, subjectId, factId) : 0;
}

/** One message to each enabled endpoint that listens to the type, with the fact that it stands ready, in one statement. */
async function createMessages(notice: Notice, subjectId: string, occurrence: string): Promise<number> {
  const listening = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM endpoint
    WHERE enabled AND id <> ${subjectId} AND notice_types::jsonb @> to_jsonb(${notice.type}::text)`;
  const drafts = listening.map(({ id: endpointId }) => {
    const id = createId("message");
    const fact = outboxRow(messageCreated.create({ messageId: id, endpointId }));
    const key = `${endpointId} ${notice.type} ${occurrence}`;
    return { id, endpoint_id: endpointId, key, outbox_id: fact.id, name: fact.name, data: fact.data };
  });
  if (drafts.length === 0) return 0;
  const rows = await db.$queryRaw<OutboxRow[]>`
    WITH draft AS (
      SELECT d.* FROM json_to_recordset(${JSON.stringify(drafts)}::json)
        AS d(id text, endpoint_id text, key text, outbox_id text, name text, data text)
      JOIN endpoint ON endpoint.id = d.endpoint_id AND endpoint.enabled
    ), made AS (
      INSERT INTO endpoint_message (id, endpoint_id, notice_type, subject_id, key, body, next_attempt_at)
      SELECT id, endpoint_id, ${notice.type}, ${subjectId}, key, ${JSON.stringify(notice)}, now() FROM draft
      ON CONFLICT (key) DO NOTHING
      RETURNING id
    )
    INSERT INTO outbox (id, name, data) SELECT outbox_id, name, data FROM draft JOIN made USING (id)
    RETURNING id, name, data`;
  await flushOutbox(rows);
  return rows.length;
}
