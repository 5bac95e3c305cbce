import { Prisma } from "@/prisma/generated/client";
import { db, runHotStatement } from "@/server/db";
import type { Redactor } from "@/server/redact";
import { withoutNul } from "@/server/without-nul";

export type Chunk = { seq: number; turn: number; attempt: number; kind: string; text: string };

const flushMs = 50;
/** Output kept per execution; what a model says beyond it is still counted and paid, but not stored. */
const mostCharacters = 2_000_000;
export const cutNotice = "The output is longer than 2,000,000 characters; the rest was not kept.";

/**
 * A writer of one turn's output. Text is written in pieces numbered without gaps, a word after a pause at once and what
 * follows it gathered for 50 ms; `close` resolves when all of it is stored. A turn that starts over begins with a reset.
 * The redactor takes secrets out before anything is stored, also such as arrive in pieces.
 */
export async function openOutput(executionId: string, turn: number, attempt: number, redactor?: Redactor) {
  return writeFrom(await readEnd(executionId, turn), { executionId, turn, attempt, redactor });
}

/**
 * The same for the turn of a model, which the execution is marked with; null when that does not run any more. One
 * statement, since it stands before every turn.
 */
export async function beginOutput(place: Place & { model: string }) {
  const { executionId, turn, model } = place;
  const [end] = await runHotStatement<End>(Prisma.sql`
    WITH begun AS (
      UPDATE execution SET model_used = ${model}, waiting_for = NULL, updated_at = now()
      WHERE id = ${executionId} AND status = 'running' RETURNING id
    )
    SELECT ${endOf(turn)} FROM begun LEFT JOIN execution_output o ON o.execution_id = begun.id GROUP BY begun.id`);
  return end ? writeFrom(end, place) : null;
}

type Place = { executionId: string; turn: number; attempt: number; redactor?: Redactor | undefined };

function writeFrom(end: End, { executionId, turn, attempt, redactor }: Place) {
  let { seq, length } = end;
  let stream = redactor?.stream();
  let gathered = "";
  let timer: NodeJS.Timeout | undefined;
  let flushedAt = -flushMs;
  let writing: Promise<unknown> = Promise.resolve();

  const append = (kind: string, text: string) => {
    seq += 1;
    const values = [executionId, seq, turn, attempt, kind, withoutNul(text)];
    writing = writing.then(() =>
      runHotStatement(Prisma.sql`
        INSERT INTO execution_output (execution_id, seq, turn, attempt, kind, text) VALUES (${Prisma.join(values)})`),
    );
    // The failure is thrown by `close`; without this it would also count as unhandled until then.
    writing.catch(() => undefined);
  };
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!gathered) return;
    append("text", gathered);
    gathered = "";
    flushedAt = performance.now();
  };
  const gather = (text: string) => {
    gathered += text;
    if (gathered) timer ??= setTimeout(flush, Math.max(0, flushedAt + flushMs - performance.now()));
  };
  /** What the redactor held back because more might have followed; dropped where the text was cut, for it may begin a secret. */
  const release = (isCut = false) => {
    const rest = stream?.end() ?? "";
    if (!isCut) gather(rest);
    stream = redactor?.stream();
    flush();
  };
  if (end.isAgain) append("reset", "");

  return {
    write(text: string) {
      if (length >= mostCharacters) return;
      const kept = text.slice(0, mostCharacters - length);
      length += kept.length;
      gather(stream ? stream.write(kept) : kept);
      if (length >= mostCharacters) {
        release(kept.length < text.length);
        append("notice", cutNotice);
      }
    },
    /** Makes what was written so far a piece of its own. */
    flush: () => release(),
    /** A line of the hub's own, beside what the model says. */
    notice(text: string) {
      release();
      append("notice", redactor ? redactor.redact(text) : text);
    },
    async close() {
      release();
      await writing;
    },
  };
}

/** Adds lines of the hub's own beside what a turn said, without beginning it anew. */
export async function noteOutput(executionId: string, turn: number, notes: string[]): Promise<void> {
  const { seq } = await readEnd(executionId, turn);
  const rows = notes.map((text, index) => ({
    executionId,
    seq: seq + 1 + index,
    turn,
    attempt: 0,
    kind: "notice",
    text: withoutNul(text),
  }));
  await db.executionOutput.createMany({ data: rows });
}

/** Adds the end of a paid turn's text where a crash kept it from being written. */
export async function completeOutput(executionId: string, turn: number, text: string): Promise<void> {
  const chunks = await readChunks(executionId, 0, 100_000);
  const stored = composeText(chunks.filter((chunk) => chunk.turn === turn && chunk.kind !== "notice"));
  const rest = text.startsWith(stored) ? text.slice(stored.length, mostCharacters) : "";
  if (rest === "") return;
  const { seq = 0, attempt = 0 } = chunks.at(-1) ?? {};
  await db.executionOutput.create({
    data: { executionId, seq: seq + 1, turn, attempt, kind: "text", text: rest },
  });
}

/** Pieces after `after`, in order, at most `limit`. */
export function readChunks(executionId: string, after: number, limit: number): Promise<Chunk[]> {
  return db.executionOutput.findMany({
    where: { executionId, seq: { gt: after } },
    orderBy: { seq: "asc" },
    take: limit,
    omit: { executionId: true, createdAt: true },
  });
}

/** The text that pieces add up to: a reset takes back what its turn had said before. A blank line parts turns. */
export function composeText(chunks: Chunk[]): string {
  const kept: Chunk[] = [];
  for (const chunk of chunks) {
    if (chunk.kind === "reset") {
      const others = kept.filter(({ turn, kind }) => turn !== chunk.turn || kind !== "text");
      kept.splice(0, kept.length, ...others);
    } else {
      kept.push(chunk);
    }
  }
  return kept
    .map(({ kind, text, turn }, index) => {
      if (kind === "notice") return `\n[${text}]\n`;
      const before = kept[index - 1];
      return before?.kind === "text" && before.turn !== turn ? `\n\n${text}` : text;
    })
    .join("");
}

/** Output as lines from `offset` on, the last may be partial (design §12.7); and whether there was more than is kept. */
export async function readLines(
  executionId: string,
  offset: number,
): Promise<{ lines: string[]; total: number; isCut: boolean }> {
  const chunks = await readChunks(executionId, 0, 100_000);
  const text = composeText(chunks);
  const all = text === "" ? [] : text.split("\n");
  const isCut = chunks.some(({ kind, text: said }) => kind === "notice" && said === cutNotice);
  return { lines: all.slice(offset, offset + mostLines), total: all.length, isCut };
}

const mostLines = 5_000;

type End = { seq: number; length: number; isAgain: boolean };

async function readEnd(executionId: string, turn: number): Promise<End> {
  const rows = await db.$queryRaw<End[]>`
    SELECT ${endOf(turn)} FROM execution_output o WHERE o.execution_id = ${executionId}`;
  return rows[0] ?? { seq: 0, length: 0, isAgain: false };
}

/** What the columns of `End` are made of, over the rows of output `o`. */
function endOf(turn: number): Prisma.Sql {
  return Prisma.sql`coalesce(max(o.seq), 0)::int AS seq, coalesce(sum(length(o.text)), 0)::int AS length,
    coalesce(bool_or(o.turn = ${turn} AND o.kind = 'text'), false) AS "isAgain"`;
}
