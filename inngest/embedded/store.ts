import type { db } from "@/server/db";
import type { Change, Committed } from "./change";
import { isDebounceKey } from "./debounce-key";

export type Database = typeof db;

/** Another engine holds the lease now: nothing this one writes counts any more. */
export class LeaseLostError extends Error {
  override name = "LeaseLostError";
}

/**
 * Shared until the write is durable: a statement that outlives its connection would otherwise let the next
 * engine in, which would read the runs without it.
 */
const fence = `fence AS (SELECT 1 FROM engine_lease WHERE name = 'engine' AND token = $1 FOR SHARE)`;

const insertEvents = (parameter: string) => `event_rows AS (
  INSERT INTO engine_event (id, name, payload, received_at)
  SELECT r.id, r.name, r.payload, to_timestamp(r."receivedMs" / 1000.0)
  FROM fence, json_to_recordset(${parameter}::json) AS r(id text, name text, payload text, "receivedMs" float8)
  ON CONFLICT (id) DO NOTHING RETURNING id)`;

/** A run whose key has run before is left out. */
const isLeftOut = "DO NOTHING";
/** A run that still gathers events under the key takes the newer one. */
const gathers = "DO UPDATE SET event_id = excluded.event_id, due_at = excluded.due_at";

const insertRuns = (name: string, parameter: string, onConflict: string) => `${name} AS (
  INSERT INTO engine_run (id, function_id, event_id, due_at, idempotency_key, parent_run_id, parent_step_id, created_at)
  SELECT r.id, r."functionId", r."eventId", to_timestamp(r."dueMs" / 1000.0), r."idempotencyKey",
    r."parentRunId", r."parentStepId", to_timestamp(r."createdMs" / 1000.0)
  FROM fence, json_to_recordset(${parameter}::json) AS r(id text, "functionId" text, "eventId" text, "dueMs" float8,
    "idempotencyKey" text, "parentRunId" text, "parentStepId" text, "createdMs" float8)
  WHERE r."eventId" IN (SELECT id FROM event_rows)
  ON CONFLICT (idempotency_key) ${onConflict} RETURNING id)`;

const upsertSteps = (parameter: string, isEventNew: string) => `step_rows AS (
  INSERT INTO engine_step (run_id, step_id, name, kind, state, seq, attempt, due_at, detail, memo, updated_at)
  SELECT r."runId", r."stepId", r.name, r.kind, r.state, r.seq, r.attempt, to_timestamp(r."dueMs" / 1000.0),
    r.detail, r.memo, to_timestamp(r."updatedMs" / 1000.0)
  FROM fence, json_to_recordset(${parameter}::json) AS r("runId" text, "stepId" text, name text, kind text, state text,
    seq int, attempt int, "dueMs" float8, detail text, memo text, "updatedMs" float8, "ifEvent" text)
  WHERE ${isEventNew}
  ON CONFLICT (run_id, step_id) DO UPDATE SET state = excluded.state, seq = excluded.seq, attempt = excluded.attempt,
    due_at = excluded.due_at, memo = excluded.memo, updated_at = excluded.updated_at
  WHERE engine_step.state = 'waiting')`;

const patchRuns = (parameter: string, isEventNew: string) => `patch_rows AS (
  UPDATE engine_run SET status = r.status, attempt = r.attempt, due_at = to_timestamp(r."dueMs" / 1000.0),
    result = r.result, ended_at = to_timestamp(r."endedMs" / 1000.0),
    idempotency_key = CASE WHEN idempotency_key NOT LIKE 'debounce %' THEN idempotency_key END
  FROM fence, json_to_recordset(${parameter}::json) AS r(id text, status text, attempt int, "dueMs" float8, result text,
    "endedMs" float8, "ifEvent" text)
  WHERE engine_run.id = r.id AND engine_run.status = 'active' AND ${isEventNew})`;

/**
 * Writes a change in one statement, fenced by the lease's token. Throws LeaseLostError when the token is
 * no longer the current one; nothing is written then. With `isRepeat`, what an earlier attempt at the same
 * change has written counts as written now.
 */
export async function writeChange(
  database: Database,
  token: number,
  change: Change,
  isRepeat: boolean,
): Promise<Committed> {
  const parameters: unknown[] = [token];
  const add = (rows: unknown[]) => `$${parameters.push(JSON.stringify(rows))}`;
  const hasEvents = change.events.length > 0;
  const isEventNew = hasEvents
    ? `(r."ifEvent" IS NULL OR r."ifEvent" IN (SELECT id FROM event_rows))`
    : `r."ifEvent" IS NULL`;
  const gathering = change.runs.filter(({ idempotencyKey }) => isDebounceKey(idempotencyKey));
  const runs = change.runs.filter(({ idempotencyKey }) => !isDebounceKey(idempotencyKey));
  const parts = [
    fence,
    ...(hasEvents ? [insertEvents(add(change.events))] : []),
    ...(runs.length > 0 ? [insertRuns("run_rows", add(runs), isLeftOut)] : []),
    ...(gathering.length > 0 ? [insertRuns("gathering_rows", add(gathering), gathers)] : []),
    ...(change.steps.length > 0 ? [upsertSteps(add(change.steps), isEventNew)] : []),
    ...(change.patches.length > 0 ? [patchRuns(add(change.patches), isEventNew)] : []),
  ];
  const ids = (table: string, isThere: boolean) =>
    isThere ? `(SELECT coalesce(json_agg(id), '[]')::text FROM ${table})` : `'[]'`;
  // The text is put together from the constants above; every value is a parameter.
  const [row] = await database.$queryRawUnsafe<
    { held: number; events: string; runs: string; gathering: string }[]
  >(
    `WITH ${parts.join(", ")} SELECT (SELECT count(*)::int FROM fence) AS held,
      ${ids("event_rows", hasEvents)} AS events, ${ids("run_rows", runs.length > 0)} AS runs,
      ${ids("gathering_rows", gathering.length > 0)} AS gathering`,
    ...parameters,
  );
  if (!row || row.held === 0) throw new LeaseLostError("another engine has taken over");
  // Steps and patches come out the same however often they are written; only what was new is lost.
  if (isRepeat && hasEvents) return readWritten(database, change);
  return {
    events: new Set(JSON.parse(row.events)),
    runs: new Set([...JSON.parse(row.runs), ...JSON.parse(row.gathering)]),
  };
}

/**
 * Which of a change's events and runs are in the database through this change. An event may be there from
 * before, but only this change received it at this very millisecond; a run's id is random. A statement of
 * its own, for the one before does not see what an attempt still under way has committed meanwhile.
 */
async function readWritten(database: Database, change: Change): Promise<Committed> {
  const events = JSON.stringify(change.events.map(({ id, receivedMs }) => ({ id, receivedMs })));
  const runs = JSON.stringify(change.runs.map(({ id }) => ({ id })));
  const written = await database.$queryRaw<{ kind: "event" | "run"; id: string }[]>`
    SELECT 'event' AS kind, e.id FROM engine_event e
    JOIN json_to_recordset(${events}::json) AS r(id text, "receivedMs" float8) USING (id)
    WHERE e.received_at = to_timestamp(r."receivedMs" / 1000.0)::timestamptz(3)
    UNION ALL
    SELECT 'run', run.id FROM engine_run run JOIN json_to_recordset(${runs}::json) AS r(id text) USING (id)`;
  const ids = (kind: string) => new Set(written.filter((row) => row.kind === kind).map(({ id }) => id));
  return { events: ids("event"), runs: ids("run") };
}

export type StoredRun = {
  id: string;
  functionId: string;
  eventId: string;
  payload: string;
  attempt: number;
  dueAt: Date | null;
  parentRunId: string | null;
  parentStepId: string | null;
  createdAt: Date;
  lastSeq: number;
  idempotencyKey: string | null;
  crashCount: number;
};

/** Every run that has not ended, oldest first, with the event that started it. */
export function loadActiveRuns(database: Database): Promise<StoredRun[]> {
  return database.$queryRaw<StoredRun[]>`
    SELECT r.id, r.function_id AS "functionId", r.event_id AS "eventId", e.payload, r.attempt, r.due_at AS "dueAt",
      r.idempotency_key AS "idempotencyKey", r.crash_count AS "crashCount", r.parent_run_id AS "parentRunId", r.parent_step_id AS "parentStepId", r.created_at AS "createdAt",
      coalesce((SELECT max(seq) FROM engine_step s WHERE s.run_id = r.id), 0)::int AS "lastSeq"
    FROM engine_run r JOIN engine_event e ON e.id = r.event_id
    WHERE r.status = 'active' ORDER BY r.created_at, r.id`;
}

export type StoredWait = {
  runId: string;
  stepId: string;
  name: string;
  kind: "run" | "sleep" | "event" | "invoke";
  attempt: number;
  dueAt: Date | null;
  detail: string | null;
};

/** Every step that a run still waits for. */
export function loadWaits(database: Database): Promise<StoredWait[]> {
  return database.$queryRaw<StoredWait[]>`
    SELECT s.run_id AS "runId", s.step_id AS "stepId", s.name, s.kind, s.attempt, s.due_at AS "dueAt", s.detail
    FROM engine_step s JOIN engine_run r ON r.id = s.run_id
    WHERE r.status = 'active' AND s.state = 'waiting'`;
}

/** The memoised steps of a run in the order in which they ended. */
export async function loadMemos(database: Database, runId: string): Promise<Map<string, string>> {
  const rows = await database.$queryRaw<{ stepId: string; memo: string }[]>`
    SELECT step_id AS "stepId", memo FROM engine_step WHERE run_id = ${runId} AND state = 'done' ORDER BY seq`;
  return new Map(rows.map((row) => [row.stepId, row.memo]));
}

export type RunSummary = {
  id: string;
  functionId: string;
  eventId: string;
  /** The event's text; null once it is past its retention. */
  payload: string | null;
  status: string;
  result: string | null;
  createdAt: Date;
  endedAt: Date | null;
};

export async function findRun(database: Database, runId: string): Promise<RunSummary | null> {
  const [run] = await database.$queryRaw<RunSummary[]>`
    SELECT r.id, r.function_id AS "functionId", r.event_id AS "eventId", e.payload, r.status, r.result,
      r.created_at AS "createdAt", r.ended_at AS "endedAt"
    FROM engine_run r LEFT JOIN engine_event e ON e.id = r.event_id WHERE r.id = ${runId}`;
  return run ?? null;
}

/** The runs that an event has started, oldest first. */
export function loadRunsOfEvent(database: Database, eventId: string): Promise<RunSummary[]> {
  return database.$queryRaw<RunSummary[]>`
    SELECT r.id, r.function_id AS "functionId", r.event_id AS "eventId", NULL AS payload, r.status, r.result,
      r.created_at AS "createdAt", r.ended_at AS "endedAt"
    FROM engine_run r WHERE r.event_id = ${eventId} ORDER BY r.created_at, r.id`;
}

/**
 * Counts a death of the process for every run that may have been called then: not for those that slept or
 * waited, nor for those that are marked one by one (see crash-guard.ts).
 */
export function countCrash(database: Database, nowMs: number, below: number): Promise<number> {
  return database.$executeRaw`
    UPDATE engine_run r SET crash_count = crash_count + 1
    WHERE status = 'active' AND crash_count < ${below} AND (due_at IS NULL OR due_at <= ${new Date(nowMs)})
      AND NOT EXISTS (SELECT 1 FROM engine_step s
        WHERE s.run_id = r.id AND s.state = 'waiting' AND s.kind <> 'run')`;
}

export function writeCrashCount(database: Database, runId: string, count: number): Promise<number> {
  return database.$executeRaw`UPDATE engine_run SET crash_count = ${count} WHERE id = ${runId}`;
}
