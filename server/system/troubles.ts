import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { describeQueue } from "@/server/system/queue-trouble";
import type { Trouble } from "@/server/system/schema";
import { findUnserved } from "@/server/workers/service";

/** How many of each kind are named; the count says how many there are. */
const mostOfEach = 5;

/**
 * What has stopped working and waits for a person, latest first within each kind: events that became dead
 * letters in the last day, subscriptions that the hub disabled, triggers in bad health, endpoints that nothing
 * gets through to, executions that no worker is there for, a queue that fills up.
 */
export async function listTroubles(actor: Actor): Promise<Trouble[]> {
  requireScope(actor, "events:read");
  requireScope(actor, "subscriptions:read");
  requireScope(actor, "triggers:read");
  requireScope(actor, "webhooks:read");
  const rows = await db.$queryRaw<(Omit<Trouble, "at"> & { at: Date })[]>`
    WITH trouble AS (
      SELECT 1 AS rank, 'dead_letter' AS kind, id, event_type AS title, error_message AS reason, updated_at AS at
      FROM event WHERE status = 'dead_letter' AND updated_at > now() - interval '1 day'
      UNION ALL
      SELECT 2, 'subscription', s.id, p.name || ': ' || s.event_type, s.disabled_reason, coalesce(s.disabled_at, s.updated_at)
      FROM subscription s JOIN persona p ON p.id = s.persona_id WHERE NOT s.enabled AND s.disabled_reason IS NOT NULL
      UNION ALL
      SELECT 3, 'trigger', t.id, coalesce(t.name, p.name || ': ' || t.trigger_type), t.health_message, t.updated_at
      FROM trigger t JOIN persona p ON p.id = t.persona_id WHERE t.health_status <> 'healthy'
      UNION ALL
      SELECT 4, 'endpoint', id, coalesce(description, url),
             coalesce(disabled_reason, 'Nothing has got through since ' || to_char(failing_since AT TIME ZONE 'UTC', 'DD Mon HH24:MI') || ' UTC.'),
             coalesce(failing_since, updated_at)
      FROM endpoint WHERE failing_since IS NOT NULL OR (NOT enabled AND disabled_reason IS NOT NULL)
    ), ranked AS (
      SELECT *, count(*) OVER (PARTITION BY kind)::int AS count, row_number() OVER (PARTITION BY kind ORDER BY at DESC, id) AS place
      FROM trouble
    )
    SELECT kind, id, title, reason, at, count FROM ranked WHERE place <= ${mostOfEach} ORDER BY rank, place`;
  const [queue, unserved] = await Promise.all([describeQueue(), describeUnserved()]);
  return [...queue, ...unserved, ...rows.map((row) => ({ ...row, at: row.at.toISOString() }))];
}

/** Executions that wait for a worker while none is connected, as one trouble that leads to the oldest. */
async function describeUnserved(): Promise<Trouble[]> {
  const unserved = await findUnserved();
  if (!unserved) return [];
  const { count, id, since } = unserved;
  return [
    {
      kind: "worker",
      id,
      title: count === 1 ? "An execution waits for a worker" : `${count} executions wait for a worker`,
      reason:
        "No worker is connected that takes work. Start one with npm run worker, as the page Workers shows.",
      at: since.toISOString(),
      count: 1,
    },
  ];
}
