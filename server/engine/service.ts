import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import {
  countRuns,
  describeRuns,
  type RunRow,
  readData,
  readRunPage,
  runColumns,
} from "@/server/engine/read-runs";
import { redact } from "@/server/engine/redact";
import { cancelOnEngine, requireEmbedded, retryOnEngine } from "@/server/engine/remote";
import type { EngineRun, EngineRunDetail, EngineStep, RunList } from "@/server/engine/schema";
import { describeWait } from "@/server/engine/waiting";
import { notFound } from "@/server/errors";
import { parseOrUndefined } from "@/server/json-text";
import type { Page } from "@/server/page-input";

/** An outcome beyond this is not read: it is named by its length. */
const mostOutcome = 64 * 1024;

/** The runs of durable functions, newest first. Throws conflict when another engine keeps them. */
export async function listRuns(actor: Actor, input: RunList): Promise<Page<EngineRun>> {
  requireScope(actor, "settings:read");
  requireEmbedded();
  const [rows, total] = await Promise.all([readRunPage(input), countRuns(input)]);
  return { items: await describeRuns(rows), total };
}

/** The functions that have runs, by name. Throws conflict when another engine keeps them. */
export async function listFunctions(actor: Actor): Promise<string[]> {
  requireScope(actor, "settings:read");
  requireEmbedded();
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT function_id AS id FROM engine_run ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** One run with its event's data and its result. Throws not_found; conflict when another engine keeps the runs. */
export async function getRun(actor: Actor, id: string): Promise<EngineRunDetail> {
  requireScope(actor, "settings:read");
  requireEmbedded();
  type Row = RunRow & { result: string | null; resultLength: number | null; stepCount: number };
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${runColumns}, CASE WHEN length(r.result) <= ${mostOutcome}::int THEN r.result END AS result,
      length(r.result) AS "resultLength",
      (SELECT count(*)::int FROM engine_step s WHERE s.run_id = r.id) AS "stepCount"
    FROM engine_run r LEFT JOIN engine_event e ON e.id = r.event_id WHERE r.id = ${id}`;
  const [row] = rows;
  const [run] = await describeRuns(rows);
  if (!row || !run) throw notFound("run", id);
  const data = readData(row.payload);
  return {
    ...run,
    parentRunId: row.parentRunId,
    eventData: data === undefined ? null : redact(data),
    result: showOutcome(row.result, row.resultLength, (value) => value),
    stepCount: row.stepCount,
  };
}

/** The steps of a run: those that ended in their order, then those that wait. Throws conflict when another engine keeps them. */
export async function listSteps(
  actor: Actor,
  { id, limit, offset }: { id: string; limit: number; offset: number },
): Promise<Page<EngineStep>> {
  requireScope(actor, "settings:read");
  requireEmbedded();
  const [rows, total] = await Promise.all([
    db.$queryRaw<StepRow[]>`
      SELECT step_id AS id, name, kind, state, attempt, due_at AS "dueAt", detail, updated_at AS "updatedAt",
        length(memo) AS "memoLength", starts_with(memo, '{"error"') AS "isFailed",
        CASE WHEN length(memo) <= ${mostOutcome}::int THEN memo END AS memo
      FROM engine_step WHERE run_id = ${id}
      ORDER BY CASE WHEN state = 'done' THEN 0 ELSE 1 END, seq, due_at, step_id LIMIT ${Math.min(limit, 100)} OFFSET ${offset}`,
    db.engineStep.count({ where: { runId: id } }),
  ]);
  return { items: rows.map(describeStep), total };
}

/** Ends a run that goes on; a step under way ends, no other starts. Throws not_found, conflict, unavailable. */
export async function cancelRun(actor: Actor, id: string): Promise<EngineRunDetail> {
  requireScope(actor, "settings:write");
  requireEmbedded();
  await cancelOnEngine(id);
  return getRun(actor, id);
}

/** Starts a new run of an ended one's function with the same event. Throws not_found, conflict, unavailable. */
export async function retryRun(actor: Actor, id: string): Promise<EngineRunDetail> {
  requireScope(actor, "settings:write");
  requireEmbedded();
  return getRun(actor, await retryOnEngine(id));
}

type StepRow = {
  id: string;
  name: string;
  kind: EngineStep["kind"];
  state: EngineStep["state"];
  attempt: number;
  dueAt: Date | null;
  detail: string | null;
  updatedAt: Date;
  memo: string | null;
  memoLength: number | null;
  isFailed: boolean | null;
};

function describeStep(row: StepRow): EngineStep {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state: row.state,
    attempt: row.attempt,
    waitsFor: row.state === "waiting" ? describeWait(row) : null,
    isFailed: row.isFailed === true,
    outcome: showOutcome(row.memo, row.memoLength, unwrapMemo),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function showOutcome(
  text: string | null,
  length: number | null,
  unwrap: (value: unknown) => unknown,
): string | null {
  if (length === null) return null;
  if (text === null) return JSON.stringify(`[left out: ${length} characters]`);
  return redact(unwrap(parseOrUndefined(text)) ?? null);
}

/** A memo is `{type: "data", data}` or `{type: "error", error}`. */
function unwrapMemo(memo: unknown): unknown {
  if (typeof memo !== "object" || memo === null) return memo;
  return Reflect.get(memo, "error") ?? Reflect.get(memo, "data");
}
