import { db } from "@/server/db";
import { createPollLoop } from "@/server/poll-loop";

/** Where an execution stands: its status and the number of its last piece of output. */
export type Standing = { status: string; waitingFor: string | null; seq: number };
type Watcher = (standing: Standing | null) => void;

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
  const rows = await db.$queryRaw<(Standing & { id: string })[]>`
    SELECT id, status, waiting_for AS "waitingFor",
           coalesce((SELECT max(seq) FROM execution_output o WHERE o.execution_id = e.id), 0) AS seq
    FROM execution e WHERE id = ANY(${ids})`;
  const standings = new Map(rows.map((row) => [row.id, row]));
  for (const id of ids) {
    for (const watcher of watchers.get(id) ?? []) watcher(standings.get(id) ?? null);
  }
});
