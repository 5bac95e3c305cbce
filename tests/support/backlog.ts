import { setTimeout as delay } from "node:timers/promises";
import { query } from "./query";

type Backlog = { events: number; executions: number; outbox: number };

/** What a kill left behind is found by a sweep, which comes once a minute. */
const stallMs = 120_000;

/**
 * Waits until every event is settled, every execution has ended and the outbox is empty. A slow machine takes as long as
 * it needs: it throws what is left only when that has not become less for two minutes.
 */
export async function awaitNoBacklog(hub: { databaseUrl: string }): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let deadline = 0;
  for (;;) {
    const backlog = await readBacklog(hub);
    const left = backlog.events + backlog.executions + backlog.outbox;
    if (left === 0) return;
    if (left < least) {
      least = left;
      deadline = Date.now() + stallMs;
    }
    if (Date.now() > deadline) throw new Error(`Nothing moves for ${stallMs} ms: ${JSON.stringify(backlog)}`);
    await delay(300);
  }
}

async function readBacklog(hub: { databaseUrl: string }): Promise<Backlog> {
  const rows = await query<Backlog>(
    hub,
    `SELECT (SELECT count(*) FROM event WHERE status IN ('pending', 'processing'))::int AS events,
            (SELECT count(*) FROM execution WHERE status IN ('queued', 'running'))::int AS executions,
            (SELECT count(*) FROM outbox)::int AS outbox`,
  );
  return rows[0] as Backlog;
}
