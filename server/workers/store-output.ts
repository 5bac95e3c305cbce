import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { patchProgress } from "@/server/workers/held";
import { heldBy, type Lease } from "@/server/workers/lease";

/** `text` is what the persona says, `notice` a line beside it. */
export type Piece = { kind: "text" | "notice"; text: string };
export type Storing = {
  pieces: Piece[];
  /** The worker's own number of its last piece before these and after them; the same when these are the hub's. */
  seq?: { from: number; to: number };
  progress?: object;
};

/**
 * Appends pieces to an execution's output while its worker's lease holds and nothing else was appended by the worker
 * meanwhile. The row is locked first, so that the pieces' numbers have neither gap nor double. Returns whether they
 * were stored.
 */
export async function storeOutput(lease: Lease, { pieces, seq, progress }: Storing): Promise<boolean> {
  const kinds = pieces.map(({ kind }) => kind);
  const texts = pieces.map(({ text }) => text);
  const [, rows] = await db.$transaction([
    db.$queryRaw`SELECT id FROM execution WHERE id = ${lease.executionId} FOR UPDATE`,
    db.$queryRaw<{ id: string }[]>`
      WITH held AS (
        UPDATE execution SET updated_at = clock_timestamp()
          ${seq ? Prisma.sql`, worker_seq = ${seq.to}` : Prisma.empty}
          ${progress ? Prisma.sql`, worker_progress = ${patchProgress(progress)}` : Prisma.empty}
        WHERE ${heldBy(lease)} AND ${seq ? Prisma.sql`worker_seq = ${seq.from}` : Prisma.sql`TRUE`}
        RETURNING id, lease_number
      ), stored AS (
        INSERT INTO execution_output (execution_id, seq, turn, attempt, kind, text)
        SELECT held.id, coalesce((SELECT max(seq) FROM execution_output WHERE execution_id = held.id), 0) + piece.place,
               1, held.lease_number - 1, piece.kind, piece.text
        FROM held, unnest(${kinds}::text[], ${texts}::text[]) WITH ORDINALITY AS piece(kind, text, place)
      )
      SELECT id FROM held`,
  ]);
  return rows.length === 1;
}
