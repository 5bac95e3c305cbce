import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import type { EventChain, EventStatus } from "@/server/events/schema";
import { getEvent } from "@/server/events/service";

/** How many of the events that came after it are looked through for what an event led to. */
const searchedEvents = 2_000;
const mostShown = 50;

/** What led to an event, oldest first, and what it led to: the events its executions made, and its replays. Throws not_found. */
export async function readChain(actor: Actor, id: string): Promise<EventChain> {
  requireScope(actor, "executions:read");
  const event = await getEvent(actor, id);
  const causeIds = event.causes.flatMap(({ eventId }) => eventId ?? []);
  const [events, executions, effects, replays] = await Promise.all([
    db.event.findMany({ where: { id: { in: causeIds } }, select: { id: true, eventType: true } }),
    db.execution.findMany({
      where: { id: { in: event.causes.map(({ executionId }) => executionId) } },
      select: { id: true, personaName: true, status: true },
    }),
    readEffects(id, new Date(event.createdAt)),
    db.event.findMany({
      where: { replayOfEventId: id },
      orderBy: { createdAt: "asc" },
      take: mostShown,
      select: { id: true, eventType: true, status: true, createdAt: true },
    }),
  ]);
  const typeOf = new Map(events.map((row) => [row.id, row.eventType]));
  const executionOf = new Map(executions.map((row) => [row.id, row]));
  return {
    causes: event.causes.map(({ eventId, executionId, personaId }) => ({
      eventId,
      eventType: typeOf.get(eventId ?? "") ?? null,
      executionId,
      personaName: executionOf.get(executionId)?.personaName ?? personaId,
    })),
    effects: effects.map((row) => ({ ...summarize(row), personaName: row.personaName })),
    replays: replays.map(summarize),
  };
}

type Found = { id: string; eventType: string; status: string; createdAt: Date };

/** Of the events that an execution of this one made itself, the first ones, with the persona's name. */
function readEffects(id: string, after: Date): Promise<(Found & { personaName: string })[]> {
  return db.$queryRaw`
    SELECT later.id, later.event_type AS "eventType", later.status, later.created_at AS "createdAt",
           execution.persona_name AS "personaName"
    FROM (
      SELECT id, event_type, status, created_at, causes FROM event
      WHERE hop_count > 0 AND created_at >= ${after} ORDER BY created_at LIMIT ${searchedEvents}
    ) AS later
    JOIN execution ON execution.id = later.causes::json -> -1 ->> 'executionId'
    WHERE execution.event_id = ${id} ORDER BY later.created_at LIMIT ${mostShown}`;
}

function summarize(row: Found) {
  const { id, eventType, createdAt } = row;
  return { id, eventType, status: row.status as EventStatus, createdAt: createdAt.toISOString() };
}
