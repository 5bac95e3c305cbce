import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import type {
  EventLanes,
  EventStatus,
  LanesInput,
  ReachedExecution,
  ReachInput,
} from "@/server/events/schema";
import type { ExecutionStatus, WaitReason } from "@/server/executions/schema";

/** The most executions, and the most events, that one answer carries. */
const mostOfEach = 500;
/** The most executions that a page of events is answered with. */
const mostReached = 2_000;

/** For each persona that the events reached its latest attempt, oldest first. */
export async function readReach(actor: Actor, { ids }: ReachInput): Promise<ReachedExecution[]> {
  requireScope(actor, "events:read");
  requireScope(actor, "executions:read");
  const rows = await db.$queryRaw<Row[]>`
    SELECT * FROM (
      SELECT DISTINCT ON (event_id, persona_id)
             id, event_id, persona_id, persona_name, status, waiting_for, attempt, created_at, started_at, completed_at
      FROM execution WHERE event_id = ANY(${ids}) ORDER BY event_id, persona_id, attempt DESC
    ) AS latest ORDER BY created_at, id LIMIT ${mostReached}`;
  return rows.map(toReached);
}

/**
 * Events received, and executions made, in a span of time, newest first; also what was made before it and
 * still lives. At most 500 of each; the counts say how many there are.
 */
export async function readLanes(actor: Actor, input: LanesInput): Promise<EventLanes> {
  requireScope(actor, "events:read");
  requireScope(actor, "executions:read");
  const since = new Date(input.since);
  const until = input.until === undefined ? new Date(8_640_000_000_000) : new Date(input.until);
  const [events, executions, counts] = await Promise.all([
    db.event.findMany({
      where: { createdAt: { gte: since, lte: until } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: mostOfEach,
      select: { id: true, eventType: true, sourceId: true, status: true, createdAt: true },
    }),
    db.$queryRaw<Row[]>`
      SELECT id, event_id, persona_id, persona_name, status, waiting_for, attempt, created_at, started_at, completed_at
      FROM execution
      WHERE created_at <= ${until} AND (created_at >= ${since} OR status IN ('queued', 'running'))
      ORDER BY created_at DESC, id DESC LIMIT ${mostOfEach}`,
    db.$queryRaw<{ events: number; executions: number }[]>`
      SELECT (SELECT count(*)::int FROM event WHERE created_at BETWEEN ${since} AND ${until}) AS events,
             (SELECT count(*)::int FROM execution
              WHERE created_at <= ${until} AND (created_at >= ${since} OR status IN ('queued', 'running'))) AS executions`,
  ]);
  return {
    events: events.map((row) => ({
      ...row,
      status: row.status as EventStatus,
      createdAt: row.createdAt.toISOString(),
    })),
    executions: executions.map(toReached),
    eventCount: counts[0]?.events ?? 0,
    executionCount: counts[0]?.executions ?? 0,
  };
}

type Row = {
  id: string;
  event_id: string | null;
  persona_id: string;
  persona_name: string;
  status: string;
  waiting_for: string | null;
  attempt: number;
  created_at: Date;
  started_at: Date | null;
  completed_at: Date | null;
};

function toReached(row: Row): ReachedExecution {
  return {
    id: row.id,
    eventId: row.event_id,
    personaId: row.persona_id,
    personaName: row.persona_name,
    status: row.status as ExecutionStatus,
    waitingFor: row.waiting_for as WaitReason | null,
    attempt: row.attempt,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
  };
}
