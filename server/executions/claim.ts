import { Prisma } from "@/prisma/generated/client";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { tellEnded } from "@/server/executions/ended";
import { callNext, elsewhere, lockPersona, personaOf } from "@/server/executions/line";
import { flushOutbox, type OutboxRow } from "@/server/outbox/service";
import { getSettings, isPaused } from "@/server/settings/service";

/**
 * Starts a queued execution when it is its turn, or leaves it waiting in line, first come first served
 * (design §12.1). A run that already holds the claim gets it again; another run for the same execution
 * gets "ended".
 */
export async function claimExecution(
  executionId: string,
  runId: string,
): Promise<"claimed" | "waiting" | "ended"> {
  if (await isPaused()) {
    const held = await db.execution.count({
      where: { id: executionId, status: "running", claimedBy: runId },
    });
    return held > 0 ? "claimed" : holdExecution(executionId);
  }
  const personaId = personaOf(executionId);
  const [, outbox, rows] = await db.$transaction([
    lockPersona(personaId),
    callNext(personaId),
    db.$queryRaw<{ status: string; claimedBy: string | null }[]>`
      WITH former AS (
        SELECT id, waiting_for FROM execution WHERE id = ${executionId}
      ), moved AS (
        UPDATE execution e SET
          status = CASE WHEN called_at IS NULL THEN 'queued' ELSE 'running' END,
          waiting_for = CASE WHEN called_at IS NULL THEN 'capacity' END,
          claimed_by = CASE WHEN called_at IS NOT NULL THEN ${runId} END,
          started_at = coalesce(started_at, CASE WHEN called_at IS NOT NULL THEN now() END),
          updated_at = clock_timestamp()
        FROM former
        WHERE e.id = former.id AND status = 'queued' AND coalesce(e.waiting_for NOT IN ${elsewhere}, true)
        RETURNING e.*, former.waiting_for IS NULL AND e.waiting_for IS NOT NULL AS is_new
      ), noted AS (
        INSERT INTO event_audit (event_id, action, subscription_id, persona_id, execution_id)
        SELECT event.id, 'waiting_at_capacity', subscription_id, persona_id, moved.id
        FROM moved JOIN event ON event.id = moved.event_id WHERE is_new
      )
      SELECT status, claimed_by AS "claimedBy" FROM moved
      UNION ALL
      SELECT status, claimed_by FROM execution WHERE id = ${executionId} AND NOT EXISTS (SELECT 1 FROM moved)`,
  ]);
  await flushOutbox(outbox);
  const [row] = rows;
  if (row?.status === "queued") return "waiting";
  return row?.status === "running" && row.claimedBy === runId ? "claimed" : "ended";
}

/** While the hub is paused there are no places: everything stands in line, so that it is called in turn. */
async function holdExecution(executionId: string): Promise<"waiting"> {
  await db.$executeRaw`
    UPDATE execution SET waiting_for = 'paused', called_at = NULL, updated_at = clock_timestamp()
    WHERE id = ${executionId} AND status = 'queued' AND coalesce(waiting_for NOT IN ${elsewhere}, true)`;
  return "waiting";
}

/**
 * Milliseconds since a running execution was last given its place, as an SQL expression: one that waited for a person
 * in between was started once, and called again.
 */
export const currentStretchMs = Prisma.sql`greatest(0, extract(epoch FROM now() - greatest(called_at, started_at)) * 1000)::int`;

export type Ending = {
  status: "completed" | "failed" | "cancelled";
  errorMessage?: string;
  outputData?: string;
};

/**
 * Ends a queued or running execution, frees its place and calls the next in line. Does nothing to one that
 * has ended already; a run of the engine that ends it (`runId`) leaves alone what another one carries out, and
 * whoever else may end it only under a condition on its row gives that as `held`. Returns whether it was this call
 * that ended it.
 */
export async function endExecution(
  executionId: string,
  ending: Ending,
  runId: string | null = null,
  held: Prisma.Sql = Prisma.sql`TRUE`,
): Promise<boolean> {
  const personaId = personaOf(executionId);
  const [, ended, next] = await db.$transaction([
    lockPersona(personaId),
    db.$queryRaw<{ fact: OutboxRow | null }[]>`
      WITH ended AS (
      UPDATE execution SET
        status = ${ending.status}, waiting_for = NULL, completed_at = now(), updated_at = clock_timestamp(),
        error_message = ${ending.errorMessage ?? null}, output_data = coalesce(${ending.outputData ?? null}, output_data),
        duration_ms = used_ms + CASE WHEN status = 'running' THEN ${currentStretchMs} ELSE 0 END
      WHERE id = ${executionId} AND status IN ('queued', 'running') AND coalesce(claimed_by = ${runId}, true)
        AND ${held}
      RETURNING id, status, event_id, trigger_id
      ), ${tellEnded}
      SELECT (SELECT row_to_json(told) FROM told) AS fact FROM ended`,
    callNext(personaId),
  ]);
  await flushOutbox([...ended.flatMap(({ fact }) => fact ?? []), ...next]);
  return ended.length > 0;
}

/**
 * Calls whoever waits and has a place now, of one persona or of all: after a limit was raised, a pause was
 * lifted, or a crash left executions queued for longer than `olderThanMs` with nobody called. While the hub is
 * paused it only lets all of them say that this is what they wait for. Returns how many were called.
 */
export async function wakeWaiting(personaId?: string, olderThanMs = 0): Promise<number> {
  const { isPaused: isHubPaused } = await getSettings(systemActor);
  await db.execution.updateMany({
    where: {
      status: "queued",
      waitingFor: isHubPaused ? "capacity" : "paused",
      ...(personaId === undefined ? {} : { personaId }),
    },
    data: { waitingFor: isHubPaused ? "paused" : "capacity" },
  });
  if (isHubPaused) return 0;
  const before = new Date(Date.now() - olderThanMs);
  const lines = await db.execution.groupBy({
    by: ["personaId"],
    where: {
      status: "queued",
      createdAt: { lte: before },
      ...(personaId === undefined ? {} : { personaId }),
    },
  });
  let called = 0;
  for (const line of lines) {
    const own = Prisma.sql`${line.personaId}`;
    const [, outbox] = await db.$transaction([
      lockPersona(own),
      callNext(own, { isSweep: true, lostBefore: before }),
    ]);
    await flushOutbox(outbox);
    called += outbox.length;
  }
  return called;
}

/** Ends what was cancelled while it was on its way to wait for something. Returns how many. */
export async function endCancelled(): Promise<number> {
  const left = await db.execution.findMany({
    where: { status: "queued", cancelRequestedAt: { not: null } },
    select: { id: true },
    take: 500,
  });
  for (const { id } of left) await endExecution(id, { status: "cancelled" });
  return left.length;
}

/** How long past its own limit a running execution may go without a sign before it counts as lost. */
const lostAfterMs = 5 * 60_000;

/**
 * Ends executions whose run was lost: still running long after their own time limit. One that stands still on its
 * worker until a person answers is not. Returns how many.
 */
export async function failLost(): Promise<number> {
  const lost = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM execution
    WHERE status = 'running' AND waiting_for IS DISTINCT FROM 'review'
      AND updated_at + (timeout_ms + ${lostAfterMs}::int) * interval '1 millisecond' < now()
    LIMIT 500`;
  for (const { id } of lost) {
    await endExecution(id, {
      status: "failed",
      errorMessage: "Lost: nothing was heard of it long after its time limit. Run it again.",
    });
  }
  return lost.length;
}
