import { executionRequested, noticeRaised } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { moveEvent } from "@/server/events/move";
import type { EventAction } from "@/server/events/schema";
import { flushOutbox, type OutboxRow, outboxRow } from "@/server/outbox/service";
import { boundJson } from "@/server/prompts/bound-json";
import type { Listener } from "@/server/subscriptions/find-listeners";

/** One line of an event's audit trail. */
export type Note = {
  action: EventAction;
  subscriptionId?: string | null;
  personaId?: string | null;
  detail?: string;
};
type Order = { listeners: Listener[]; input: unknown; notes: Note[] };

/**
 * Makes an execution for each listener, settles the event as delivered, and writes the trail and the
 * requests to the engine, all in one statement, so that nothing of it happens twice or in part. A persona
 * whose last attempt at this event failed gets a further one; any other attempt stands for it. Returns what
 * to flush; nothing when the event was settled before.
 */
export function deliverEvent(eventId: string, order: Order): Promise<OutboxRow[]> {
  return dispatch(
    Prisma.sql`${moveEvent(eventId, "delivered", { errorMessage: null })} RETURNING id, trigger_id`,
    order,
  );
}

/** The same for one listener alone, leaving the event to be settled when all were tried. */
export function dispatchAlone(eventId: string, listener: Listener, input: unknown): Promise<OutboxRow[]> {
  return dispatch(
    Prisma.sql`SELECT id, trigger_id FROM event WHERE id = ${eventId} AND status = 'processing'`,
    {
      listeners: [listener],
      input,
      notes: [],
    },
  );
}

/** Settles an event without executions; a failure is told outside. False when it was settled before. */
export async function settleEvent(
  eventId: string,
  status: "delivered" | "partial" | "skipped" | "failed",
  errorMessage: string | null,
  notes: Note[],
): Promise<boolean> {
  const notice = outboxRow(noticeRaised.create({ type: "event.failed", subjectId: eventId }));
  const settled = await db.$queryRaw<unknown[]>`
    WITH gate AS (${moveEvent(eventId, status, { errorMessage })} RETURNING id),
    noted AS (
      INSERT INTO event_audit (event_id, action, subscription_id, persona_id, detail)
      SELECT gate.id, n.action, n.subscription_id, n.persona_id, n.detail FROM gate, ${recordset(notes)} AS n ORDER BY n.place
    ), told AS (
      INSERT INTO outbox (id, name, data)
      SELECT ${notice.id}, ${notice.name}, ${notice.data} FROM gate WHERE ${status} = 'failed'
    )
    SELECT id FROM gate`;
  if (settled.length > 0 && status === "failed") await flushOutbox([notice]);
  return settled.length > 0;
}

function dispatch(gate: Prisma.Sql, { listeners, input, notes }: Order): Promise<OutboxRow[]> {
  const inputData = input === undefined ? null : JSON.stringify(boundJson(input));
  const asked = listeners.map(({ personaId, subscriptionId, useCaseId }, place) => ({
    id: createId("execution"),
    outbox_id: createId("outbox"),
    persona_id: personaId,
    subscription_id: subscriptionId,
    use_case_id: useCaseId,
    place,
  }));
  return db.$queryRaw<OutboxRow[]>`
    WITH gate AS (${gate}),
    asked AS (
      SELECT gate.id AS event_id, gate.trigger_id, a.*, last.id AS last_id, last.status AS last_status, last.attempt AS last_attempt,
             p.id IS NOT NULL AS is_there, p.name, p.runtime, p.timeout_ms
      FROM gate, json_to_recordset(${JSON.stringify(asked)}::json)
        AS a(id text, outbox_id text, persona_id text, subscription_id text, use_case_id text, place int)
      LEFT JOIN persona p ON p.id = a.persona_id AND p.enabled
      LEFT JOIN LATERAL (
        SELECT id, status, attempt FROM execution x WHERE x.event_id = (SELECT id FROM gate) AND x.persona_id = a.persona_id
        ORDER BY attempt DESC LIMIT 1
      ) AS last ON TRUE
    ), made AS (
      INSERT INTO execution (id, persona_id, persona_name, event_id, trigger_id, subscription_id, use_case_id, attempt,
                             runtime, timeout_ms, input_data, retry_of_execution_id)
      SELECT id, persona_id, name, event_id, trigger_id, subscription_id, use_case_id, coalesce(last_attempt + 1, 0),
             runtime, timeout_ms, ${inputData}, last_id
      FROM asked WHERE is_there AND (last_id IS NULL OR last_status = 'failed') ORDER BY place
      ON CONFLICT (event_id, persona_id, attempt) DO NOTHING
      RETURNING id
    ), noted AS (
      INSERT INTO event_audit (event_id, action, subscription_id, persona_id, execution_id, detail)
      SELECT gate.id, n.action, n.subscription_id, n.persona_id, NULL, n.detail FROM gate, (SELECT * FROM ${recordset(notes)} AS n ORDER BY place) AS n
      UNION ALL
      SELECT event_id, CASE WHEN is_there THEN 'dispatched' ELSE 'dispatch_failed' END, subscription_id, persona_id,
             made.id, CASE WHEN NOT is_there THEN 'The persona was deleted or disabled meanwhile.' END
      FROM (SELECT * FROM asked ORDER BY place) AS asked LEFT JOIN made ON made.id = asked.id
      WHERE made.id IS NOT NULL OR NOT is_there
    )
    INSERT INTO outbox (id, name, data)
    SELECT outbox_id, ${executionRequested.name}, json_build_object('executionId', made.id)::text
    FROM made JOIN asked ON asked.id = made.id ORDER BY place
    RETURNING id, name, data`;
}

function recordset(notes: Note[]): Prisma.Sql {
  const rows = notes.map(({ action, subscriptionId, personaId, detail }, place) => ({
    action,
    subscription_id: subscriptionId,
    persona_id: personaId,
    detail,
    place,
  }));
  const columns = Prisma.raw("action text, subscription_id text, persona_id text, detail text, place int");
  return Prisma.sql`(SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(${columns}))`;
}
