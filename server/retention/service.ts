import { db } from "@/server/db";
import { readSettings } from "@/server/settings/service";

const dayMs = 24 * 60 * 60_000;
const hourMs = 60 * 60_000;
const batchSize = 1_000;

/**
 * Removes rows older than their table's retention, a thousand at a time so that no lock is held for long:
 * ended executions with their output, settled events, firings of triggers, messages to endpoints, answered reviews, messages of the
 * inbox that were read as long ago, deliveries and replies kept for Idempotency-Key. Of an accepted delivery with a key the key stays, so that a
 * repeat is known for ever; its headers go. Unread messages and memories stay. Returns how many of each went.
 */
export async function purgeExpired(now = Date.now()): Promise<Record<string, number>> {
  const { executionRetentionDays, eventRetentionDays } = await readSettings();
  const executionsBefore = new Date(now - executionRetentionDays * dayMs);
  const eventsBefore = new Date(now - eventRetentionDays * dayMs);
  return {
    executions: await repeat(
      () => db.$executeRaw`
        DELETE FROM execution WHERE id IN (
          SELECT id FROM execution WHERE created_at < ${executionsBefore} AND status NOT IN ('queued', 'running') LIMIT ${batchSize})`,
    ),
    events: await repeat(
      () => db.$executeRaw`
        DELETE FROM event WHERE id IN (
          SELECT id FROM event WHERE created_at < ${eventsBefore} AND status NOT IN ('pending', 'processing') LIMIT ${batchSize})`,
    ),
    deliveries: await repeat(
      () => db.$executeRaw`
        DELETE FROM delivery WHERE id IN (
          SELECT id FROM delivery WHERE created_at < ${eventsBefore} AND (dedupe_key IS NULL OR status <> 'accepted') LIMIT ${batchSize})`,
    ),
    fires: await repeat(
      () => db.$executeRaw`
        DELETE FROM trigger_fire WHERE id IN (
          SELECT id FROM trigger_fire WHERE fired_at < ${eventsBefore} AND status <> 'waiting' LIMIT ${batchSize})`,
    ),
    messages: await repeat(
      () => db.$executeRaw`
        DELETE FROM endpoint_message WHERE id IN (
          SELECT id FROM endpoint_message WHERE created_at < ${eventsBefore} AND status <> 'pending' LIMIT ${batchSize})`,
    ),
    reviews: await repeat(
      () => db.$executeRaw`
        DELETE FROM review WHERE id IN (
          SELECT id FROM review WHERE created_at < ${executionsBefore} AND status <> 'pending'
            AND NOT EXISTS (SELECT 1 FROM execution e WHERE e.id = execution_id AND e.status IN ('queued', 'running')) LIMIT ${batchSize})`,
    ),
    inbox: await repeat(
      () => db.$executeRaw`
        DELETE FROM persona_message WHERE id IN (
          SELECT id FROM persona_message WHERE is_read AND read_at < ${eventsBefore} LIMIT ${batchSize})`,
    ),
    headers: await repeat(
      () => db.$executeRaw`
        UPDATE delivery SET headers = '{}' WHERE id IN (
          SELECT id FROM delivery WHERE created_at < ${eventsBefore} AND headers <> '{}' LIMIT ${batchSize})`,
    ),
    replies: await repeat(
      () => db.$executeRaw`
        DELETE FROM idempotent_reply WHERE key IN (
          SELECT key FROM idempotent_reply WHERE created_at < ${new Date(now - hourMs)} LIMIT ${batchSize})`,
    ),
  };
}

async function repeat(removeBatch: () => Promise<number>): Promise<number> {
  let removed = 0;
  for (;;) {
    const count = await removeBatch();
    removed += count;
    if (count < batchSize) return removed;
  }
}
