import { executionRequested } from "@/inngest/events";
import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import type { OutboxRow } from "@/server/outbox/service";

/** Reasons to wait that no free place ends, as an SQL list: something else puts such an execution in line again. */
export const elsewhere = Prisma.sql`('retry', 'review', 'budget', 'worker')`;

/** Runs without a registered persona ("manual") share this many places. */
const unregisteredPlaces = 100;

/** The persona of an execution, as an SQL expression. */
export function personaOf(executionId: string): Prisma.Sql {
  return Prisma.sql`(SELECT persona_id FROM execution WHERE id = ${executionId})`;
}

/** Locks the persona's row, so that its places are given one by one. Goes before `callNext` in its transaction. */
export function lockPersona(personaId: Prisma.Sql): Prisma.PrismaPromise<unknown> {
  return db.$queryRaw`SELECT id FROM persona WHERE id = ${personaId} FOR UPDATE`;
}

/**
 * Who may run now, the one rule: a persona's free places go to its oldest queued executions, in the order
 * in which they were made (design §12.1). One that is called keeps its place until it runs or ends. Writes the
 * request to the engine for those that wait in line, whose own was answered before; with `isSweep` for all
 * that are called, and again for those called before `lostBefore` that never came. Returns what to flush.
 */
export function callNext(
  personaId: Prisma.Sql,
  { isSweep = false, lostBefore = new Date(0) } = {},
): Prisma.PrismaPromise<OutboxRow[]> {
  return db.$queryRaw<OutboxRow[]>`
    WITH persona_places AS (
      SELECT coalesce((SELECT max_concurrent FROM persona WHERE id = ${personaId}), ${unregisteredPlaces})
        - (SELECT count(*) FROM execution WHERE persona_id = ${personaId} AND status = 'running')
        - (SELECT count(*) FROM execution WHERE persona_id = ${personaId} AND status = 'queued' AND called_at IS NOT NULL) AS free
    ), chosen AS (
      SELECT id, waiting_for FROM execution
      WHERE persona_id = ${personaId} AND status = 'queued' AND called_at IS NULL
        AND coalesce(waiting_for NOT IN ${elsewhere}, true)
      ORDER BY created_at, id
      LIMIT greatest(0, (SELECT free FROM persona_places))
    ), called AS (
      UPDATE execution e SET called_at = clock_timestamp(), waiting_for = NULL, updated_at = clock_timestamp()
      FROM chosen WHERE e.id = chosen.id
      RETURNING e.id, chosen.waiting_for
    ), asked AS (
      SELECT id FROM called WHERE waiting_for IS NOT NULL OR ${isSweep}
      UNION ALL
      SELECT id FROM execution
      WHERE persona_id = ${personaId} AND status = 'queued' AND called_at < ${lostBefore}
        AND coalesce(waiting_for NOT IN ${elsewhere}, true)
    )
    INSERT INTO outbox (id, name, data)
    SELECT 'out_' || id || '_' || (extract(epoch FROM clock_timestamp()) * 1000)::bigint, ${executionRequested.name},
           json_build_object('executionId', id)::text
    FROM asked
    RETURNING id, name, data`;
}

type Waiting = { id: string; personaId: string; status: string; waitingFor: string | null };
export type Place = { position: number; runningCount: number; placeCount: number };

/** Where those of the rows stand that wait in line: behind all of the persona's that are older. */
export async function readPlaces(rows: Waiting[]): Promise<Map<string, Place>> {
  const inLine = rows.filter(
    ({ status, waitingFor }) => status === "queued" && (waitingFor === "capacity" || waitingFor === "paused"),
  );
  if (inLine.length === 0) return new Map();
  const found = await db.$queryRaw<(Place & { id: string })[]>`
    SELECT w.id, w.position, coalesce(p.max_concurrent, ${unregisteredPlaces})::int AS "placeCount",
           (SELECT count(*)::int FROM execution r WHERE r.persona_id = w.persona_id AND r.status = 'running') AS "runningCount"
    FROM (
      SELECT id, persona_id, row_number() OVER (PARTITION BY persona_id ORDER BY created_at, id)::int AS position
      FROM execution
      WHERE persona_id = ANY(${inLine.map(({ personaId }) => personaId)}) AND status = 'queued' AND called_at IS NULL
        AND coalesce(waiting_for NOT IN ${elsewhere}, true)
    ) AS w LEFT JOIN persona p ON p.id = w.persona_id
    WHERE w.id = ANY(${inLine.map(({ id }) => id)})`;
  return new Map(found.map(({ id, ...place }) => [id, place]));
}
