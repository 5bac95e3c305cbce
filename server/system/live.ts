import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import type { Send, StreamMessage } from "@/server/event-stream";
import { createPollLoop } from "@/server/poll-loop";

const topics = [
  "events",
  "executions",
  "personas",
  "subscriptions",
  "endpoints",
  "triggers",
  "reviews",
  "messages",
  "memories",
  "workers",
  "credentials",
  "tools",
  "settings",
] as const;
type Topic = (typeof topics)[number];
type Marks = Record<Topic, string>;

/** How often the database is asked for changes while a page is open, in milliseconds. */
const everyMs = 400;
const readers = new Set<Send>();
let known: Marks | null = null;

/**
 * Tells a page which lists have changed since the last look, so that it reads those again. `ready` says that every
 * change from here on is told; what changed before, the page may not know. Each message says when it is told (epoch ms).
 * Returns the way out.
 */
export function streamChanges(actor: Actor, send: Send): () => void {
  requireScope(actor, "executions:read");
  readers.add(send);
  if (known) send(sayReady());
  const release = loop.hold();
  return () => {
    release();
    readers.delete(send);
    if (readers.size === 0) known = null;
  };
}

const loop = createPollLoop(everyMs, async () => {
  const marks = await readMarks().catch((error: unknown) => {
    // What was told just before could not be read then either, so the next look begins anew for everybody.
    known = null;
    throw error;
  });
  if (readers.size === 0) return;
  const previous = known;
  known = marks;
  if (previous === null) return tell(sayReady());
  const changed = topics.filter((topic) => marks[topic] !== previous[topic]);
  if (changed.length > 0) tell({ event: "change", data: { at: Date.now(), topics: changed } });
});

function sayReady(): StreamMessage {
  return { event: "ready", data: { at: Date.now() } };
}

function tell(message: StreamMessage): void {
  for (const send of readers) send(message);
}

/**
 * One mark a table: the time of its latest change and how many changed in the last seconds, because a
 * change is stamped before it is committed and may appear behind a later one; and a count where rows are
 * deleted by hand.
 */
async function readMarks(): Promise<Marks> {
  const rows = await db.$queryRaw<Marks[]>`
    SELECT coalesce((SELECT max(updated_at) FROM event)::text, '') || (SELECT count(*) FROM event WHERE updated_at > now() - interval '5 seconds') AS events,
           coalesce((SELECT max(updated_at) FROM execution)::text, '') || (SELECT count(*) FROM execution WHERE updated_at > now() - interval '5 seconds') AS executions,
           (SELECT coalesce(max(updated_at)::text, '') || count(*) FROM persona) AS personas,
           (SELECT coalesce(max(updated_at)::text, '') || count(*) FROM subscription) AS subscriptions,
           (SELECT coalesce(max(updated_at)::text, '') || count(*) FROM endpoint)
             || coalesce((SELECT max(created_at) FROM endpoint_message)::text, '')
             || (SELECT count(*) FROM (SELECT 1 FROM endpoint_message WHERE status = 'pending' LIMIT 1000) AS pending) AS endpoints,
           coalesce((SELECT max(updated_at) FROM trigger)::text, '') || (SELECT count(*) FROM trigger) AS triggers,
           coalesce((SELECT max(updated_at) FROM review)::text, '') AS reviews,
           coalesce((SELECT max(updated_at) FROM persona_message)::text, '')
             || coalesce((SELECT max(updated_at) FROM message_delivery)::text, '')
             || (SELECT coalesce(max(updated_at)::text, '') || count(*) FROM message_channel) AS messages,
           coalesce((SELECT max(updated_at) FROM memory)::text, '') || (SELECT count(*) FROM memory) AS memories,
           (SELECT coalesce(max(updated_at)::text, '') || count(*) FROM worker) AS workers,
           (SELECT coalesce(max(updated_at)::text, '') || coalesce(max(last_used_at)::text, '') || count(*) FROM credential)
             || (SELECT coalesce(max(created_at)::text, '') || count(*) FROM persona_credential)
             || (SELECT coalesce(max(updated_at)::text, '') FROM key_rotation) AS credentials,
           (SELECT coalesce(max(updated_at)::text, '') || count(*) FROM tool_definition)
             || (SELECT coalesce(max(updated_at)::text, '') || count(*) FROM mcp_server) AS tools,
           (SELECT coalesce(max(updated_at)::text, '') || count(*) FROM setting) AS settings`;
  return rows[0] ?? (Object.fromEntries(topics.map((topic) => [topic, ""])) as Marks);
}
