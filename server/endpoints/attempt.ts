import { type Endpoint, Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { disableEndpoint, stopPending } from "@/server/endpoints/disable";
import { type Answer, postMessage } from "@/server/endpoints/post";
import { env } from "@/server/env";
import { waitAfter } from "@/server/retry-schedule";

const dayMs = 24 * 60 * 60_000;
const givenUpAfterMs = 5 * dayMs;
const longestAnswerMs = 15_000;
/** An attempt from which nothing was heard for so long was cut off together with its run. */
const cutOffAfterMs = 45_000;
/** The engine may wake a run a moment early. */
const earlyMs = 1_000;

type Claimed = Endpoint & {
  messageId: string;
  endpointId: string;
  type: string;
  body: string;
  attempt: number;
  round: number;
};
export type AttemptOptions = {
  /** Epoch ms; the attempt's time, and what it is measured from. */
  now?: number;
  /** The wait before each attempt of a round. */
  waitsMs?: number[];
  /** How long an endpoint may take to answer. */
  timeoutMs?: number;
};
/** `waiting`: the same run is to ask again at `dueAt`. `not due`: another run sees to it, or will be told to. */
export type AttemptOutcome =
  | { status: "delivered" | "failed" | "not due" | "gone" }
  | { status: "waiting"; dueAt: string };

/**
 * Makes the next attempt at a message on behalf of an engine's run, when one is due. Its row is written before it goes
 * out, so that one which a crash cut off counts, and is followed by the next as soon as its run is back; the message
 * keeps its id, by which receivers tell a repetition.
 * Of several runs for a message only the one that made the last attempt goes on while that waits for the next.
 */
export async function attemptMessage(
  messageId: string,
  runId: string,
  options: AttemptOptions = {},
): Promise<AttemptOutcome> {
  const { now = Date.now(), waitsMs = env().ENDPOINT_RETRY_SECONDS.map((seconds) => seconds * 1_000) } =
    options;
  const { timeoutMs = longestAnswerMs } = options;
  const claimed = await claim(messageId, runId, now);
  if (!claimed) return explainUnclaimed(messageId, runId);
  const answer = await postMessage(claimed, { id: messageId, body: claimed.body }, { now, timeoutMs });
  if (answer.isTaken) {
    await recordDelivery(claimed, answer, now);
    return { status: "delivered" };
  }
  return recordFailure(claimed, answer, now, waitsMs);
}

async function claim(messageId: string, runId: string, now: number): Promise<Claimed | undefined> {
  const [row] = await db.$queryRaw<Omit<Claimed, keyof Endpoint>[]>`
    WITH taken AS (
      UPDATE endpoint_message m
      SET attempt_count = attempt_count + 1, round_count = round_count + 1, claimed_by = ${runId},
          next_attempt_at = ${new Date(now + cutOffAfterMs)}
      FROM endpoint e
      WHERE m.id = ${messageId} AND m.status = 'pending' AND (m.next_attempt_at <= ${new Date(now + earlyMs)}
          OR m.claimed_by = ${runId} AND EXISTS (
            SELECT 1 FROM endpoint_attempt a
            WHERE a.message_id = m.id AND a.attempt = m.attempt_count AND a.status_code IS NULL AND a.error_message IS NULL))
        AND e.id = m.endpoint_id AND (e.enabled OR m.notice_type = 'ping')
      RETURNING m.id, m.endpoint_id, m.notice_type, m.body, m.attempt_count, m.round_count
    ), cut AS (
      UPDATE endpoint_attempt SET error_message = 'Cut off before an answer was recorded.'
      WHERE message_id IN (SELECT id FROM taken) AND status_code IS NULL AND error_message IS NULL
    ), begun AS (
      INSERT INTO endpoint_attempt (message_id, attempt, duration_ms, created_at)
      SELECT id, attempt_count, 0, ${new Date(now)} FROM taken
    )
    SELECT id AS "messageId", endpoint_id AS "endpointId", notice_type AS type, body, attempt_count AS attempt,
           round_count AS round
    FROM taken`;
  const endpoint = row && (await db.endpoint.findUnique({ where: { id: row.endpointId } }));
  return endpoint ? { ...endpoint, ...row } : undefined;
}

async function explainUnclaimed(messageId: string, runId: string): Promise<AttemptOutcome> {
  await db.$executeRaw`${stopPending(
    Prisma.sql`id = ${messageId} AND NOT (SELECT enabled FROM endpoint WHERE endpoint.id = endpoint_id)`,
  )}`;
  const row = await db.endpointMessage.findUnique({
    where: { id: messageId },
    select: { status: true, claimedBy: true, nextAttemptAt: true },
  });
  if (!row) return { status: "gone" };
  if (row.status === "delivered" || row.status === "failed") return { status: row.status };
  if (row.claimedBy !== runId || row.nextAttemptAt === null) return { status: "not due" };
  return { status: "waiting", dueAt: row.nextAttemptAt.toISOString() };
}

async function recordDelivery(claimed: Claimed, answer: Answer, now: number): Promise<void> {
  const at = new Date(now + answer.durationMs);
  await db.$executeRaw`
    WITH heard AS (${recordAnswer(claimed, answer)}), delivered AS (
      UPDATE endpoint_message
      SET status = 'delivered', delivered_at = ${at}, next_attempt_at = NULL, error_message = NULL
      WHERE id = ${claimed.messageId}
    )
    UPDATE endpoint SET last_delivered_at = ${at}, failing_since = NULL, updated_at = clock_timestamp()
    WHERE id = ${claimed.endpointId}`;
}

async function recordFailure(
  claimed: Claimed,
  answer: Answer,
  now: number,
  waitsMs: number[],
): Promise<AttemptOutcome> {
  const { messageId, endpointId, attempt, round } = claimed;
  const isPing = claimed.type === "ping";
  const at = now + answer.durationMs;
  const waitMs = isPing ? null : waitAfter(round, waitsMs, answer.retryAfterMs);
  const dueAt = waitMs === null ? null : new Date(at + waitMs);
  const reason = isPing ? answer.reason : `No success in ${round} attempts. The last one: ${answer.reason}`;
  const [endpoint] = await db.$queryRaw<{ failingSince: Date | null }[]>`
    WITH heard AS (${recordAnswer(claimed, answer)}), failed AS (
      UPDATE endpoint_message
      SET status = ${dueAt ? "pending" : "failed"}, next_attempt_at = ${dueAt}::timestamptz,
          error_message = ${dueAt ? null : reason}
      WHERE id = ${messageId} AND status = 'pending' AND attempt_count = ${attempt}
    )
    UPDATE endpoint
    SET failing_since = CASE WHEN ${isPing} THEN failing_since ELSE coalesce(failing_since, ${new Date(now)}::timestamptz) END,
        updated_at = clock_timestamp()
    WHERE id = ${endpointId} RETURNING failing_since AS "failingSince"`;
  const failingSince = endpoint?.failingSince?.getTime() ?? now;
  if (answer.isGone) await disableEndpoint(endpointId, "It answered 410 Gone.");
  else if (!isPing && now - failingSince >= givenUpAfterMs)
    await disableEndpoint(endpointId, `Nothing got through for five days. The last answer: ${answer.reason}`);
  else if (dueAt) return { status: "waiting", dueAt: dueAt.toISOString() };
  return { status: "failed" };
}

function recordAnswer({ messageId, attempt }: Claimed, answer: Answer): Prisma.Sql {
  return Prisma.sql`
    UPDATE endpoint_attempt
    SET status_code = ${answer.statusCode}::int, error_message = ${answer.isTaken ? null : answer.reason},
        response = ${answer.response}, duration_ms = ${answer.durationMs}::int
    WHERE message_id = ${messageId} AND attempt = ${attempt}`;
}
