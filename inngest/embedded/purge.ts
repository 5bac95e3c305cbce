import type { Database } from "./store";

/** Senders retry within minutes; a day leaves room for an outbox that was held up over night. */
const keepEventsMs = 24 * 3_600_000;
/** Long enough to look into a failure after a weekend. */
const keepRunsMs = 3 * 24 * 3_600_000;
/** One statement stays in the milliseconds, so that it never holds up the runs. */
const chunk = 1000;

/** Removes what is past its retention: ended runs with their steps, then events that no run needs. */
export async function purge(database: Database, nowMs: number, mayGoOn: () => boolean): Promise<void> {
  const runsBefore = new Date(nowMs - keepRunsMs);
  const eventsBefore = new Date(nowMs - keepEventsMs);
  await database.$executeRaw`
    UPDATE engine_run SET idempotency_key = NULL
    WHERE idempotency_key NOT LIKE 'debounce %' AND created_at < ${eventsBefore}`;
  await repeat(
    mayGoOn,
    () => database.$executeRaw`
      WITH gone AS (
        DELETE FROM engine_run WHERE id IN (
          SELECT id FROM engine_run WHERE ended_at < ${runsBefore} LIMIT ${chunk}
        ) RETURNING id
      ), steps AS (DELETE FROM engine_step WHERE run_id IN (SELECT id FROM gone))
      SELECT id FROM gone`,
  );
  await repeat(
    mayGoOn,
    () => database.$executeRaw`
      DELETE FROM engine_event WHERE id IN (
        SELECT e.id FROM engine_event e
        WHERE e.received_at < ${eventsBefore}
          AND NOT EXISTS (SELECT 1 FROM engine_run r WHERE r.event_id = e.id AND r.status = 'active')
        LIMIT ${chunk}
      )`,
  );
}

async function repeat(mayGoOn: () => boolean, remove: () => Promise<number>): Promise<void> {
  while (mayGoOn() && (await remove()) === chunk);
}
