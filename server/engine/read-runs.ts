import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { type EngineRun, type RunList, runStatuses, type Waiting } from "@/server/engine/schema";
import { describeStart, describeWait, findSubject } from "@/server/engine/waiting";
import { parseOrUndefined } from "@/server/json-text";

/** An event's text beyond this is not read for a list: facts carry ids only. */
const mostPayload = 16_384;

export type RunRow = {
  id: string;
  functionId: string;
  eventId: string;
  eventName: string | null;
  payload: string | null;
  status: EngineRun["status"];
  attempt: number;
  dueAt: Date | null;
  parentRunId: string | null;
  createdAt: Date;
  endedAt: Date | null;
};
type WaitRow = {
  runId: string;
  kind: string;
  attempt: number;
  dueAt: Date | null;
  detail: string | null;
  count: number;
};

/** The columns of a run `r` with its event `e`. */
export const runColumns = Prisma.sql`r.id, r.function_id AS "functionId", r.event_id AS "eventId", e.name AS "eventName",
  CASE WHEN length(e.payload) <= ${mostPayload}::int THEN e.payload END AS payload, r.status, r.attempt,
  r.due_at AS "dueAt", r.parent_run_id AS "parentRunId", r.created_at AS "createdAt", r.ended_at AS "endedAt"`;

/** A page of runs, newest first: each status is walked along its own index, so that a page costs what it shows. */
export async function readRunPage({ status, functionId, search, limit, offset }: RunList): Promise<RunRow[]> {
  const where = whereRuns({ functionId, search });
  const walks = (status ? [status] : runStatuses).map(
    (each) => Prisma.sql`(SELECT id, created_at FROM engine_run AS r WHERE status = ${each} AND ${where}
      ORDER BY created_at DESC LIMIT ${limit + offset})`,
  );
  return db.$queryRaw<RunRow[]>`
    SELECT ${runColumns} FROM (
      SELECT id, created_at FROM (${Prisma.join(walks, " UNION ALL ")}) AS walked
      ORDER BY created_at DESC, id DESC LIMIT ${limit} OFFSET ${offset}
    ) AS page JOIN engine_run r ON r.id = page.id LEFT JOIN engine_event e ON e.id = r.event_id
    ORDER BY r.created_at DESC, r.id DESC`;
}

export async function countRuns({ status, functionId, search }: RunList): Promise<number> {
  const where = whereRuns({ functionId, search });
  const ofStatus = status ? Prisma.sql`status = ${status}` : Prisma.sql`TRUE`;
  const [row] = await db.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM engine_run AS r WHERE ${ofStatus} AND ${where}`;
  return row?.total ?? 0;
}

/** Rows as every door shows them, each with the step that ends its wait first. */
export async function describeRuns(rows: RunRow[]): Promise<EngineRun[]> {
  const active = rows.filter(({ status }) => status === "active").map(({ id }) => id);
  const waits = new Map((await readWaits(active)).map((wait) => [wait.runId, wait]));
  return rows.map((row) => {
    const wait = waits.get(row.id);
    return {
      id: row.id,
      functionId: row.functionId,
      eventId: row.eventId,
      eventName: row.eventName,
      status: row.status,
      subject: findSubject(readData(row.payload)),
      waitsFor: row.status === "active" ? describeRunWait(row, wait) : null,
      moreWaits: wait ? wait.count - 1 : 0,
      createdAt: row.createdAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
    };
  });
}

/** The data of an event's text. */
export function readData(payload: string | null): unknown {
  const event = parseOrUndefined(payload);
  return typeof event === "object" && event !== null ? Reflect.get(event, "data") : undefined;
}

function describeRunWait(row: RunRow, wait: WaitRow | undefined): Waiting {
  return wait ? describeWait(wait) : describeStart(row);
}

function readWaits(runIds: string[]): Promise<WaitRow[]> | WaitRow[] {
  if (runIds.length === 0) return [];
  return db.$queryRaw<WaitRow[]>`
    SELECT DISTINCT ON (run_id) run_id AS "runId", kind, attempt, due_at AS "dueAt", detail,
      (count(*) OVER (PARTITION BY run_id))::int AS count
    FROM engine_step WHERE run_id IN (${Prisma.join(runIds)}) AND state = 'waiting'
    ORDER BY run_id, due_at NULLS LAST, step_id`;
}

function whereRuns({ functionId, search }: Pick<RunList, "functionId" | "search">): Prisma.Sql {
  const conditions = [Prisma.sql`TRUE`];
  if (functionId) conditions.push(Prisma.sql`r.function_id = ${functionId}`);
  if (search)
    conditions.push(Prisma.sql`(starts_with(r.id, ${search}) OR starts_with(r.event_id, ${search})
      OR r.event_id IN (SELECT id FROM engine_event WHERE length(payload) <= ${mostPayload}::int AND strpos(payload, ${JSON.stringify(search)}) > 0))`);
  return Prisma.join(conditions, " AND ");
}
