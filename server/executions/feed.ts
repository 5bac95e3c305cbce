import { db } from "@/server/db";
import { createPollLoop } from "@/server/poll-loop";

/** Where an execution stands: its status, the number of its last piece of output, and what tells its trace apart. */
export type Standing = {
  status: string;
  waitingFor: string | null;
  seq: number;
  /** Changes whenever a turn is finished, a tool call moves on or a worker says how far it is. */
  mark: string;
  /** The review that it asked for last, of those to be answered. */
  reviewId: string | null;
};
/** "gone" when there is no such execution any more, "unread" when the database did not answer this time. */
export type Look = Standing | "gone" | "unread";
type Watcher = (look: Look) => void;

/** How often the database is asked, in milliseconds: a new piece shows within this time. */
const everyMs = 80;
const watchers = new Map<string, Set<Watcher>>();

/**
 * Tells `watcher` where an execution stands, first soon and then on every look. All that are watched in
 * this process are read by one query, so a hundred viewers cost no more than one. Returns the way out.
 */
export function watchExecution(executionId: string, watcher: Watcher): () => void {
  const group = watchers.get(executionId) ?? new Set();
  watchers.set(executionId, group.add(watcher));
  const release = loop.hold();
  return () => {
    release();
    group.delete(watcher);
    if (group.size === 0) watchers.delete(executionId);
  };
}

const loop = createPollLoop(everyMs, async () => {
  const ids = [...watchers.keys()];
  if (ids.length === 0) return;
  const rows = await readStandings(ids).catch((error: unknown) => {
    for (const id of ids) tell(id, "unread");
    throw error;
  });
  const standings = new Map(rows.map((row) => [row.id, row]));
  for (const id of ids) tell(id, standings.get(id) ?? "gone");
});

function tell(id: string, look: Look): void {
  for (const watcher of watchers.get(id) ?? []) watcher(look);
}

function readStandings(ids: string[]): Promise<(Standing & { id: string })[]> {
  return db.$queryRaw<(Standing & { id: string })[]>`
    SELECT id, status, waiting_for AS "waitingFor",
           coalesce((SELECT max(seq) FROM execution_output o WHERE o.execution_id = e.id), 0) AS seq,
           concat(t.turn, '/', (SELECT string_agg(c.status, ',' ORDER BY c.position)
             FROM execution_tool_call c WHERE c.execution_id = e.id AND c.turn = t.turn), '/', worker_progress::jsonb ->> 'stageStartedAt') AS mark,
           (SELECT max(r.id) FROM review r WHERE r.execution_id = e.id AND r.status = 'pending') AS "reviewId"
    FROM execution e
    LEFT JOIN LATERAL (
      SELECT turn FROM execution_turn WHERE execution_id = e.id ORDER BY turn DESC LIMIT 1
    ) t ON true
    WHERE id = ANY(${ids})`;
}
