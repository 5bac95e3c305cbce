import { executionRequested } from "@/inngest/events";
import type { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { flushOutbox, type OutboxRow, outboxRow } from "@/server/outbox/service";
import { isPaused } from "@/server/settings/service";

/** Runs without a registered persona ("manual") share this many places. */
const unregisteredPlaces = 100;

/**
 * Takes one of the persona's places for a queued execution, or leaves it waiting in line, first come
 * first served (design §12.1). The persona's row is locked, so that two claims never take one place. A run
 * that already holds the claim gets it again; another run for the same execution gets "ended".
 */
export async function claimExecution(
  executionId: string,
  runId: string,
): Promise<"claimed" | "waiting" | "ended"> {
  if (await isPaused()) return holdExecution(executionId);
  const [, rows] = await db.$transaction([
    lockPersonaOf(executionId),
    db.$queryRaw<{ status: string; claimedBy: string | null; hasFollowers: boolean }[]>`
      WITH free AS (
        SELECT e.id,
               (SELECT count(*) FROM execution r WHERE r.persona_id = e.persona_id AND r.status = 'running')
                 < coalesce((SELECT max_concurrent FROM persona WHERE id = e.persona_id), ${unregisteredPlaces})
               AND NOT EXISTS (
                 SELECT 1 FROM execution w
                 WHERE w.persona_id = e.persona_id AND w.status = 'queued' AND w.waiting_for = 'capacity'
                   AND (w.created_at, w.id) < (e.created_at, e.id)) AS is_free
        FROM execution e WHERE e.id = ${executionId} AND e.status = 'queued'
      ), moved AS (
        UPDATE execution e SET
          status = CASE WHEN is_free THEN 'running' ELSE 'queued' END,
          waiting_for = CASE WHEN is_free THEN NULL ELSE 'capacity' END,
          claimed_by = CASE WHEN is_free THEN ${runId} END,
          started_at = CASE WHEN is_free THEN now() END,
          updated_at = clock_timestamp()
        FROM free WHERE e.id = free.id
        RETURNING e.status, e.claimed_by, e.persona_id
      )
      SELECT status, claimed_by AS "claimedBy", EXISTS (
        SELECT 1 FROM execution w WHERE w.persona_id = moved.persona_id AND w.id <> ${executionId}
          AND w.status = 'queued' AND w.waiting_for = 'capacity') AS "hasFollowers"
      FROM moved
      UNION ALL
      SELECT status, claimed_by, false FROM execution WHERE id = ${executionId} AND NOT EXISTS (SELECT 1 FROM moved)`,
  ]);
  const row = rows[0];
  if (row?.status === "queued") return "waiting";
  // Two called at once may claim in the wrong order: the later one waits for the earlier, which calls it again.
  if (row?.hasFollowers) await requestAgain(await listCallable(executionId));
  return row?.status === "running" && row.claimedBy === runId ? "claimed" : "ended";
}

/** While the hub is paused there are no places: everything stands in line, so that it is called in turn. */
async function holdExecution(executionId: string): Promise<"waiting"> {
  const data = { waitingFor: "capacity" };
  await db.execution.updateMany({ where: { id: executionId, status: "queued" }, data });
  return "waiting";
}

export type Ending = {
  status: "completed" | "failed" | "cancelled";
  errorMessage?: string;
  outputData?: string;
};

/**
 * Ends a queued or running execution, frees its place and calls the next in line. Does nothing to one that
 * has ended already. Returns whether it was this call that ended it.
 */
export async function endExecution(executionId: string, ending: Ending): Promise<boolean> {
  const [, ended, next] = await db.$transaction([
    lockPersonaOf(executionId),
    db.$queryRaw<{ id: string }[]>`
      UPDATE execution SET
        status = ${ending.status}, waiting_for = NULL, completed_at = now(), updated_at = clock_timestamp(),
        error_message = ${ending.errorMessage ?? null}, output_data = coalesce(${ending.outputData ?? null}, output_data),
        duration_ms = (extract(epoch FROM now() - coalesce(started_at, now())) * 1000)::int
      WHERE id = ${executionId} AND status IN ('queued', 'running')
      RETURNING id`,
    listCallable(executionId),
  ]);
  await requestAgain(next);
  return ended.length > 0;
}

/**
 * Calls whoever waits and has a place now, of one persona or of all: after a limit was raised, a pause was
 * lifted, or a crash left executions queued for longer than `olderThanMs` with nobody called.
 */
export async function wakeWaiting(personaId?: string, olderThanMs = 0): Promise<number> {
  if (await isPaused()) return 0;
  const before = new Date(Date.now() - olderThanMs);
  const callable = await db.$queryRaw<{ id: string }[]>`
    WITH waiting AS (
      SELECT id, persona_id, row_number() OVER (PARTITION BY persona_id ORDER BY created_at, id) AS place
      FROM execution
      WHERE status = 'queued' AND created_at <= ${before} AND persona_id = coalesce(${personaId ?? null}, persona_id)
    ), busy AS (
      SELECT persona_id, count(*) AS places FROM execution WHERE status = 'running' GROUP BY persona_id
    )
    SELECT w.id FROM waiting w
    LEFT JOIN busy b ON b.persona_id = w.persona_id
    LEFT JOIN persona p ON p.id = w.persona_id
    WHERE w.place <= coalesce(p.max_concurrent, ${unregisteredPlaces}) - coalesce(b.places, 0)
    LIMIT 1000`;
  await requestAgain(callable);
  return callable.length;
}

/** How long past its own limit a running execution may go without a sign before it counts as lost. */
const lostAfterMs = 5 * 60_000;

/** Ends executions whose run was lost: still running long after their own time limit. Returns how many. */
export async function failLost(): Promise<number> {
  const lost = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM execution
    WHERE status = 'running' AND updated_at + (timeout_ms + ${lostAfterMs}::int) * interval '1 millisecond' < now()
    LIMIT 500`;
  for (const { id } of lost) {
    await endExecution(id, {
      status: "failed",
      errorMessage: "Lost: nothing was heard of it long after its time limit. Run it again.",
    });
  }
  return lost.length;
}

async function requestAgain(executions: { id: string }[]): Promise<void> {
  if (executions.length === 0) return;
  const rows: OutboxRow[] = executions.map(({ id }) =>
    outboxRow(executionRequested.create({ executionId: id })),
  );
  await db.outbox.createMany({ data: rows });
  await flushOutbox(rows);
}

function lockPersonaOf(executionId: string): Prisma.PrismaPromise<unknown> {
  return db.$queryRaw`
    SELECT id FROM persona WHERE id = (SELECT persona_id FROM execution WHERE id = ${executionId}) FOR UPDATE`;
}

/** Those of the same persona that wait for capacity and have a place now. */
function listCallable(executionId: string): Prisma.PrismaPromise<{ id: string }[]> {
  return db.$queryRaw<{ id: string }[]>`
    WITH it AS (SELECT persona_id FROM execution WHERE id = ${executionId})
    SELECT w.id FROM execution w, it
    WHERE w.persona_id = it.persona_id AND w.status = 'queued' AND w.waiting_for = 'capacity'
    ORDER BY w.created_at, w.id
    LIMIT greatest(0,
      coalesce((SELECT max_concurrent FROM persona p, it WHERE p.id = it.persona_id), ${unregisteredPlaces})
      - (SELECT count(*) FROM execution r, it WHERE r.persona_id = it.persona_id AND r.status = 'running'))`;
}
