import { executionRequested, noticeRaised, retryScheduled } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { moveEvent } from "@/server/events/move";
import { tellEnded } from "@/server/executions/ended";
import { flushOutbox, type OutboxRow, outboxRow } from "@/server/outbox/service";

const longestBackoffMs = 60 * 60_000;
/** Older failures than this have been dealt with, or are a person's to look at. */
const forgottenWithinMs = 24 * 60 * 60_000;
/** The engine wakes an attempt by its own clock, which may be that much ahead of ours. */
const clockToleranceMs = 2_000;

/** How long the attempt after `retryCount` retries waits: doubling, an hour at most, ± 10 % by the execution's id. */
export function backoffMs(retryBackoffMs: number, retryCount: number, executionId: string): number {
  const hash = [...executionId].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2_001, 0);
  return Math.round(Math.min(retryBackoffMs * 2 ** retryCount, longestBackoffMs) * (0.9 + hash / 10_000));
}

type Failed = {
  id: string;
  eventId: string;
  eventStatus: string;
  personaId: string;
  retryCount: number;
  isPersonaThere: boolean;
  isTargeted: boolean;
  isSubscribed: boolean;
  maxRetries: number;
  retryBackoffMs: number;
};

/**
 * What follows a failed execution of an event (design §12.3): its next attempt, scheduled, while the
 * subscription has retries left and it and the persona still listen; otherwise the event goes to the dead
 * letters. Doing it again makes nothing twice. Throws while the event is still being matched.
 */
export async function followFailure(executionId: string, now = Date.now()): Promise<string> {
  const failed = await findFailed(executionId);
  if (!failed) return "nothing to follow";
  if (failed.eventStatus === "pending" || failed.eventStatus === "processing")
    throw new Error(`The event ${failed.eventId} is still being matched.`);
  const reason = whyNoRetry(failed);
  if (reason) return (await bury(failed, reason)) ? "dead letter" : "buried before";
  const waitMs = backoffMs(failed.retryBackoffMs, failed.retryCount, executionId);
  return scheduleRetry(failed, new Date(now + waitMs));
}

/**
 * Lets a further attempt stand in line once it is due. Does nothing when it is not due yet or has gone on
 * already; drops it when its subscription or persona listens no more.
 */
export async function releaseRetry(executionId: string, now = Date.now()): Promise<string> {
  const row = await db.execution.findFirst({
    where: {
      id: executionId,
      status: "queued",
      waitingFor: "retry",
      notBefore: { lte: new Date(now + clockToleranceMs) },
    },
    select: { retryOfExecutionId: true },
  });
  if (!row) return "not waiting";
  const former =
    row.retryOfExecutionId === null ? null : await findFailed(row.retryOfExecutionId, executionId);
  const reason =
    former && whyNoRetry({ ...former, retryCount: 0, maxRetries: Math.max(former.maxRetries, 1) });
  if (former && reason) return dropRetry(executionId, former, reason);
  const request = outboxRow(executionRequested.create({ executionId }));
  const released = await db.$queryRaw<unknown[]>`
    WITH released AS (
      UPDATE execution SET waiting_for = NULL, updated_at = clock_timestamp()
      WHERE id = ${executionId} AND status = 'queued' AND waiting_for = 'retry'
      RETURNING id, event_id, persona_id, subscription_id, retry_count
    ), noted AS (
      INSERT INTO event_audit (event_id, action, subscription_id, persona_id, execution_id, detail)
      SELECT e.id, 'retried', r.subscription_id, r.persona_id, r.id, 'Retry ' || r.retry_count FROM released r JOIN event e ON e.id = r.event_id
    )
    INSERT INTO outbox (id, name, data) SELECT ${request.id}, ${request.name}, ${request.data} FROM released RETURNING id`;
  if (released.length > 0) await flushOutbox([request]);
  return released.length > 0 ? "released" : "not waiting";
}

/** Takes up attempts that are due with nobody waking them, and failures that nobody followed. Returns how many. */
export async function sweepRetries(leftBehindMs: number, now = Date.now()): Promise<number> {
  const before = new Date(now - leftBehindMs);
  const due = await db.execution.findMany({
    where: { status: "queued", waitingFor: "retry", notBefore: { lt: before } },
    orderBy: { notBefore: "asc" },
    select: { id: true },
    take: 500,
  });
  for (const { id } of due) await releaseRetry(id, now);
  const forgotten = await db.$queryRaw<{ id: string }[]>`
    SELECT x.id FROM execution x JOIN event e ON e.id = x.event_id
    WHERE x.status = 'failed' AND x.updated_at < ${before} AND x.created_at > ${new Date(now - forgottenWithinMs)}
      AND e.status IN ('delivered', 'partial')
      AND NOT EXISTS (SELECT 1 FROM execution n WHERE n.event_id = x.event_id AND n.persona_id = x.persona_id AND n.attempt > x.attempt)
    ORDER BY x.created_at LIMIT 500`;
  for (const { id } of forgotten) await followFailure(id, now);
  return due.length + forgotten.length;
}

/** The execution with what decides on its next attempt; null unless it failed, came from an event and is the last. */
async function findFailed(executionId: string, exceptId = ""): Promise<Failed | null> {
  const rows = await db.$queryRaw<Failed[]>`
    SELECT x.id, x.event_id AS "eventId", e.status AS "eventStatus", x.persona_id AS "personaId", x.retry_count AS "retryCount",
           coalesce(p.enabled, false) AS "isPersonaThere", x.subscription_id IS NULL AS "isTargeted",
           coalesce(s.enabled, false) AS "isSubscribed", coalesce(s.max_retries, 0) AS "maxRetries",
           coalesce(s.retry_backoff_ms, 0) AS "retryBackoffMs"
    FROM execution x JOIN event e ON e.id = x.event_id
    LEFT JOIN persona p ON p.id = x.persona_id
    LEFT JOIN subscription s ON s.id = x.subscription_id
    WHERE x.id = ${executionId} AND x.status = 'failed' AND NOT EXISTS (
      SELECT 1 FROM execution n
      WHERE n.event_id = x.event_id AND n.persona_id = x.persona_id AND n.attempt > x.attempt AND n.id <> ${exceptId})`;
  return rows[0] ?? null;
}

/** In words, or null when there is to be another attempt. */
function whyNoRetry(failed: Failed): string | null {
  if (!failed.isPersonaThere) return "Its persona was deleted or disabled.";
  if (failed.isTargeted) return "It failed, and nothing subscribes to it with retries.";
  if (!failed.isSubscribed) return "Its subscription was deleted or disabled.";
  if (failed.maxRetries === 0) return "It failed, and its subscription has no retries.";
  if (failed.retryCount >= failed.maxRetries)
    return `It failed, and so did ${failed.maxRetries === 1 ? "its retry" : `all ${failed.maxRetries} retries`}.`;
  return null;
}

async function scheduleRetry(failed: Failed, dueAt: Date): Promise<string> {
  const id = createId("execution");
  const fact = outboxRow(retryScheduled.create({ executionId: id, dueAt: dueAt.toISOString() }));
  const made = await db.$queryRaw<unknown[]>`
    WITH made AS (
      INSERT INTO execution (id, persona_id, persona_name, event_id, trigger_id, subscription_id, use_case_id, attempt, runtime,
                             timeout_ms, input_data, retry_of_execution_id, retry_count, waiting_for, not_before)
      SELECT ${id}, p.id, p.name, x.event_id, x.trigger_id, x.subscription_id, x.use_case_id, x.attempt + 1, p.runtime,
             p.timeout_ms, x.input_data, x.id, x.retry_count + 1, 'retry', ${dueAt}
      FROM execution x JOIN persona p ON p.id = x.persona_id WHERE x.id = ${failed.id}
      ON CONFLICT (event_id, persona_id, attempt) DO NOTHING
      RETURNING id, event_id, persona_id, subscription_id, retry_count
    ), touched AS (
      UPDATE event SET updated_at = clock_timestamp() WHERE id IN (SELECT event_id FROM made)
    ), noted AS (
      INSERT INTO event_audit (event_id, action, subscription_id, persona_id, execution_id, detail)
      SELECT event_id, 'retry_scheduled', subscription_id, persona_id, id, 'Retry ' || retry_count || ' of ' || ${failed.maxRetries}::int FROM made
    )
    INSERT INTO outbox (id, name, data) SELECT ${fact.id}, ${fact.name}, ${fact.data} FROM made RETURNING id`;
  if (made.length === 0) return "scheduled before";
  await flushOutbox([fact]);
  return "scheduled";
}

/** Moves the event to the dead letters. False when it is there already. */
async function bury(failed: Failed, reason: string): Promise<boolean> {
  const rows = await db.$queryRaw<OutboxRow[]>`
    WITH ${burial(failed, reason)} SELECT id, name, data FROM alarmed`;
  await flushOutbox(rows);
  return rows.length > 0;
}

/** Ends an attempt that waits and buries its event in one statement, so that no crash comes between. */
async function dropRetry(executionId: string, former: Failed, reason: string): Promise<string> {
  const rows = await db.$queryRaw<OutboxRow[]>`
    WITH ended AS (
      UPDATE execution SET status = 'cancelled', waiting_for = NULL, completed_at = now(), updated_at = clock_timestamp(),
        error_message = ${reason}
      WHERE id = ${executionId} AND status = 'queued' AND waiting_for = 'retry'
      RETURNING id, status, event_id, persona_id, trigger_id
    ), dropped AS (
      INSERT INTO event_audit (event_id, action, persona_id, execution_id, detail)
      SELECT event_id, 'retry_dropped', persona_id, id, ${reason} FROM ended
    ), ${tellEnded}, ${burial(former, reason, Prisma.sql`AND EXISTS (SELECT 1 FROM ended)`)}
    SELECT id, name, data FROM told UNION ALL SELECT id, name, data FROM alarmed`;
  await flushOutbox(rows);
  return "dropped";
}

/** Common table expressions that move the event to the dead letters, note it and, as `alarmed`, raise the notice. */
function burial({ eventId, personaId, id }: Failed, reason: string, condition = Prisma.empty): Prisma.Sql {
  const notice = outboxRow(noticeRaised.create({ type: "event.dead_letter", subjectId: eventId }));
  return Prisma.sql`buried AS (
      ${moveEvent(eventId, "dead_letter", { errorMessage: reason })} ${condition} RETURNING id
    ), noted AS (
      INSERT INTO event_audit (event_id, action, persona_id, execution_id, detail)
      SELECT id, 'moved_to_dead_letter', ${personaId}, ${id}, ${reason} FROM buried
    ), alarmed AS (
      INSERT INTO outbox (id, name, data)
      SELECT ${notice.id}, ${notice.name}, ${notice.data} FROM buried RETURNING id, name, data
    )`;
}
