import { Prisma } from "@/prisma/generated/client";
import type { SealedFailure } from "@/server/credentials/schema";
import {
  listSealedTexts,
  resealValue,
  type SealedPlace,
  sealedPlaces,
} from "@/server/credentials/sealed-places";
import { db } from "@/server/db";
import { env } from "@/server/env";

/** Where a walk over all sealed values stands: the place, and the id it has come to in it. */
export type Cursor = { place: number; after: string };
export const firstCursor: Cursor = { place: 0, after: "" };

const batchSize = 500;
const mostFailures = 100;

/** How many values are sealed with which key, over all places. Sealed text that names no key counts under "". */
export async function countByKey(): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const place of sealedPlaces)
    for (const { kid, count } of await countPlace(place)) counts.set(kid, (counts.get(kid) ?? 0) + count);
  return counts;
}

/**
 * Seals the next values anew that another key than the active one sealed, and counts them in the rotation's row in the same
 * statement. A value that was written in the meantime stays as it is. Returns where to go on, or null at the end.
 */
export async function resealBatch(rotationId: string, cursor: Cursor): Promise<Cursor | null> {
  const place = sealedPlaces[cursor.place];
  if (!place) return null;
  const rows = await readStale(place, cursor.after);
  const changes: { id: string; before: string; after: string }[] = [];
  const failures: SealedFailure[] = [];
  for (const { id, value } of rows) {
    try {
      changes.push({ id, before: value, after: resealValue(place, id, value) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failures.push({ table: place.table, id, field: place.column, reason });
    }
  }
  if (rows.length > 0) await writeBatch(rotationId, place, changes, failures);
  const last = rows.at(-1);
  return last && rows.length === batchSize
    ? { place: cursor.place, after: last.id }
    : { place: cursor.place + 1, after: "" };
}

/** A few values of a place, whichever key sealed them. */
export function readSealedSample(place: SealedPlace): Promise<{ id: string; value: string }[]> {
  const { id, column, table } = nameColumns(place);
  return db.$queryRaw`SELECT ${id} AS id, ${column} AS value FROM ${table} WHERE ${column} LIKE '%v1.%' LIMIT 5`;
}

async function readStale(place: SealedPlace, after: string): Promise<{ id: string; value: string }[]> {
  const { id, column, table, only } = nameColumns(place);
  const active = `v1.${env().keyRing.active}.`;
  if (place.within === undefined)
    return db.$queryRaw`SELECT ${id} AS id, ${column} AS value FROM ${table}
      WHERE ${column} IS NOT NULL AND ${id} > ${after} AND NOT starts_with(${column}, ${active})
      ORDER BY ${id} LIMIT ${batchSize}`;
  const rows = await db.$queryRaw<{ id: string; value: string }[]>`
    SELECT ${id} AS id, ${column} AS value FROM ${table}
    WHERE ${only} AND ${column} LIKE '%"v1.%' AND ${id} > ${after} ORDER BY ${id} LIMIT ${batchSize}`;
  const stale = rows.filter(({ value }) =>
    listSealedTexts(place, value).some((sealed) => !sealed.startsWith(active)),
  );
  const last = rows.at(-1);
  // A full page without a stale value is passed over, rather than taken for the end.
  if (stale.length === 0 && last && rows.length === batchSize) return readStale(place, last.id);
  return stale;
}

async function writeBatch(
  rotationId: string,
  place: SealedPlace,
  changes: { id: string; before: string; after: string }[],
  failures: SealedFailure[],
): Promise<void> {
  const { id, column, table } = nameColumns(place);
  const known = await readFailures(rotationId);
  // A batch that is done again after a crash meets the same ones again.
  const fresh = failures.filter(
    (failure) => !known.some((old) => JSON.stringify(old) === JSON.stringify(failure)),
  );
  const kept = JSON.stringify([...known, ...fresh].slice(0, mostFailures));
  await db.$executeRaw`
    WITH changed AS (
      UPDATE ${table} AS t SET ${column} = v.after
      FROM unnest(${changes.map((each) => each.id)}::text[], ${changes.map((each) => each.before)}::text[],
                  ${changes.map((each) => each.after)}::text[]) AS v(id, before, after)
      WHERE t.${id} = v.id AND t.${column} = v.before RETURNING 1
    )
    UPDATE key_rotation SET done_count = done_count + (SELECT count(*) FROM changed),
      failed_count = failed_count + ${fresh.length}, failures = ${kept}, updated_at = now()
    WHERE id = ${rotationId}`;
}

async function readFailures(rotationId: string): Promise<SealedFailure[]> {
  const row = await db.keyRotation.findUnique({ where: { id: rotationId }, select: { failures: true } });
  return JSON.parse(row?.failures ?? "[]") as SealedFailure[];
}

async function countPlace(place: SealedPlace): Promise<{ kid: string; count: number }[]> {
  const { column, table, only } = nameColumns(place);
  if (place.within === undefined)
    return db.$queryRaw`
      SELECT CASE WHEN starts_with(${column}, 'v1.') THEN split_part(${column}, '.', 2) ELSE '' END AS kid, count(*)::int AS count
      FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1`;
  const rows = await db.$queryRaw<{ value: string }[]>`
    SELECT ${column} AS value FROM ${table} WHERE ${only} AND ${column} LIKE '%"v1.%'`;
  return rows.map(({ value }) => {
    const kids = new Set(listSealedTexts(place, value).map((sealed) => sealed.split(".")[1] ?? ""));
    kids.delete(env().keyRing.active);
    return { kid: [...kids][0] ?? env().keyRing.active, count: 1 };
  });
}

function nameColumns({ table, idColumn, column, only = "true" }: SealedPlace) {
  return {
    table: Prisma.raw(table),
    id: Prisma.raw(idColumn),
    column: Prisma.raw(column),
    only: Prisma.raw(only),
  };
}
