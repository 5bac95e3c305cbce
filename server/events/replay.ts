import { eventReceived } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { AppError, invalidField, notFound } from "@/server/errors";
import {
  type EventOutput,
  type EventReplay,
  type EventsReplay,
  type EventsReplayed,
  mostReplayed,
} from "@/server/events/schema";
import { whereEvents } from "@/server/events/select";
import { getEvent } from "@/server/events/service";
import { flushOutbox, type OutboxRow } from "@/server/outbox/service";

/** A mistake that keeps on replaying stops here; whoever means it can replay a replay. */
const mostReplaysOfOne = 10;
const batchSize = 100;

/**
 * Records an event once more, as a new one that goes its own way from the start, with the causes of the
 * first. The same key gives the same replay; without one, two requests at the same time give one. Throws
 * not_found, and conflict after ten replays of one event.
 */
export async function replayEvent(actor: Actor, { id, key }: EventReplay): Promise<EventOutput> {
  requireScope(actor, "events:write");
  const [replay] = await recordReplays([id], key);
  if (replay) return getEvent(actor, replay.id);
  if ((await db.event.count({ where: { id } })) === 0) throw notFound("event", id);
  throw new AppError("conflict", `This event was replayed ${mostReplaysOfOne} times already.`);
}

/**
 * Replays a selection, oldest first: the given ids, narrowed by the given filters. At most a thousand at
 * once; none is replayed when there are more. The same key makes none of them twice, nor replays of what it
 * made before, though that may fit the filters, too.
 */
export async function replayEvents(
  actor: Actor,
  { ids, key, ...filter }: EventsReplay,
): Promise<EventsReplayed> {
  requireScope(actor, "events:write");
  if (ids === undefined && Object.values(filter).every((value) => value === undefined))
    throw invalidField("ids", "Name the events, or a filter that selects them.");
  const within =
    ids !== undefined
      ? Prisma.sql`AND event.id = ANY(${ids})`
      : key === undefined
        ? Prisma.empty
        : Prisma.sql`AND event.replay_key IS DISTINCT FROM ${key}`;
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM event WHERE ${whereEvents(filter)} ${within} ORDER BY created_at, id LIMIT ${mostReplayed + 1}`;
  if (found.length > mostReplayed)
    throw invalidField("ids", `More than ${mostReplayed.toLocaleString("en")} events. Narrow the selection.`);
  const replays: Replay[] = [];
  for (let start = 0; start < found.length; start += batchSize) {
    const batch = found.slice(start, start + batchSize).map(({ id }) => id);
    replays.push(...(await recordReplays(batch, key)));
  }
  const replayed = replays.filter(({ isNew }) => isNew).length;
  return { replayed, skipped: (ids ?? found).length - replayed, eventIds: replays.map(({ id }) => id) };
}

type Replay = { id: string; isNew: boolean };

/** The replays of those events under the key, in the same order: made now, or known already. */
async function recordReplays(ids: string[], key: string | undefined): Promise<Replay[]> {
  const counts = await db.event.groupBy({
    by: ["replayOfEventId"],
    where: { replayOfEventId: { in: ids } },
    _count: { _all: true },
  });
  const countOf = new Map(counts.map((each) => [each.replayOfEventId, each._count._all]));
  const asked = ids.map((originalId) => {
    const count = countOf.get(originalId) ?? 0;
    return {
      id: createId("event"),
      original_id: originalId,
      key: key ?? `replay-${count + 1}`,
      outbox_id: createId("outbox"),
    };
  });
  const [, outbox] = await db.$transaction([
    // One after the other, so that the replays of each are counted right however many ask at once.
    db.$queryRaw`SELECT id FROM event WHERE id = ANY(${ids}) ORDER BY id FOR NO KEY UPDATE`,
    db.$queryRaw<OutboxRow[]>`
    WITH asked AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(asked)}::json)
        AS a(id text, original_id text, key text, outbox_id text)
    ), made AS (
      INSERT INTO event (id, event_type, source_type, source_id, target_persona_id, payload, use_case_id, trigger_id,
                         hop_count, causes, replay_of_event_id, replay_key, created_at)
      SELECT a.id, e.event_type, e.source_type, e.source_id, e.target_persona_id, e.payload, e.use_case_id, e.trigger_id,
             e.hop_count, e.causes, e.id, a.key, clock_timestamp()
      FROM asked a JOIN event e ON e.id = a.original_id
      WHERE (SELECT count(*) FROM event r WHERE r.replay_of_event_id = e.id) < ${mostReplaysOfOne}
      ON CONFLICT (replay_of_event_id, replay_key) DO NOTHING
      RETURNING id, replay_of_event_id
    ), noted AS (
      INSERT INTO event_audit (event_id, action, detail)
      SELECT replay_of_event_id, 'replayed', id FROM made
      UNION ALL
      SELECT id, 'replay_of', replay_of_event_id FROM made
    )
    INSERT INTO outbox (id, name, data)
    SELECT a.outbox_id, ${eventReceived.name}, json_build_object('eventId', a.id)::text
    FROM made JOIN asked a ON a.id = made.id
    RETURNING id, name, data`,
  ]);
  await flushOutbox(outbox);
  const known = await db.event.findMany({
    where: { OR: asked.map((each) => ({ replayOfEventId: each.original_id, replayKey: each.key })) },
    select: { id: true, replayOfEventId: true },
  });
  const replayOf = new Map(known.map((each) => [each.replayOfEventId, each.id]));
  return asked.flatMap((each) => {
    const id = replayOf.get(each.original_id);
    return id === undefined ? [] : [{ id, isNew: id === each.id }];
  });
}
