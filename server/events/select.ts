import { Prisma } from "@/prisma/generated/client";
import type { EventFilter } from "@/server/events/schema";

/** How far back and how deep a search looks into payloads: reading them all would take minutes. */
const searchedEvents = 2_000;
const searchedCharacters = 64 * 1024;

/** The condition that the filters of a list add up to, over the table `event`. */
export function whereEvents({ search, ...filter }: EventFilter): Prisma.Sql {
  const plain = wherePlain(filter);
  if (!search) return plain;
  const text = search.toLowerCase();
  return Prisma.sql`${plain} AND (
    event.id = ${search} OR strpos(lower(event.event_type), ${text}) > 0 OR strpos(lower(event.source_id), ${text}) > 0
    OR event.id IN (
      SELECT newest.id FROM (
        SELECT id, payload FROM event WHERE ${plain} ORDER BY created_at DESC LIMIT ${searchedEvents}
      ) AS newest WHERE strpos(lower(left(newest.payload, ${searchedCharacters}::int)), ${text}) > 0))`;
}

function wherePlain(filter: Omit<EventFilter, "search">): Prisma.Sql {
  const { eventType, sourceType, sourceId, status, personaId, triggerId, since, until } = filter;
  const { replayOfEventId, causedByExecutionId } = filter;
  const conditions = [Prisma.sql`TRUE`];
  if (eventType) conditions.push(Prisma.sql`event.event_type = ${eventType}`);
  if (sourceType) conditions.push(Prisma.sql`event.source_type = ${sourceType}`);
  if (sourceId) conditions.push(Prisma.sql`event.source_id = ${sourceId}`);
  if (status) conditions.push(Prisma.sql`event.status = ${status}`);
  if (triggerId) conditions.push(Prisma.sql`event.trigger_id = ${triggerId}`);
  if (replayOfEventId) conditions.push(Prisma.sql`event.replay_of_event_id = ${replayOfEventId}`);
  if (causedByExecutionId) conditions.push(whereCausedBy(causedByExecutionId));
  if (since) conditions.push(Prisma.sql`event.created_at >= ${new Date(since)}`);
  if (until) conditions.push(Prisma.sql`event.created_at <= ${new Date(until)}`);
  if (personaId)
    conditions.push(Prisma.sql`(event.target_persona_id = ${personaId}
      OR event.id IN (SELECT event_id FROM execution WHERE persona_id = ${personaId}))`);
  return Prisma.join(conditions, " AND ");
}

/** Its last cause names the execution; looked for between the execution's beginning and a day after its end. */
function whereCausedBy(executionId: string): Prisma.Sql {
  return Prisma.sql`(
    event.created_at >= (SELECT x.created_at FROM execution x WHERE x.id = ${executionId})
    AND event.created_at <= (SELECT coalesce(x.completed_at, now()) + interval '1 day' FROM execution x WHERE x.id = ${executionId})
    AND strpos(event.causes, ${executionId}) > 0 AND event.causes::jsonb -> -1 ->> 'executionId' = ${executionId})`;
}
