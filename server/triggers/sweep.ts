import { triggerArmed } from "@/inngest/events";
import { db } from "@/server/db";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import { scheduleOf } from "@/server/triggers/fire";
import { nextFire } from "@/server/triggers/next-fire";
import { armRow } from "@/server/triggers/record-fire";
import { releaseLost } from "@/server/triggers/settle";

/** A time that passed so long ago and was not fired has lost its sleep. */
const lostAfterMs = 15_000;
/** How long a change of the workspace's zone is looked out for. */
const zoneChangeMs = 3 * 60_000;

/** Takes up what a crash or an outage of the engine left behind: lost sleeps, firings that wait for nothing. */
export async function sweepTriggers(
  now = Date.now(),
): Promise<{ armed: number; moved: number; released: number }> {
  return { armed: await rearmLost(now), moved: await followZone(now), released: await releaseLost() };
}

async function rearmLost(now: number): Promise<number> {
  const lost = await db.trigger.findMany({
    where: { enabled: true, nextTriggerAt: { lt: new Date(now - lostAfterMs) } },
    select: { id: true, generation: true, nextTriggerAt: true },
    orderBy: { nextTriggerAt: "asc" },
    take: 500,
  });
  const rows = lost.flatMap(({ id, generation, nextTriggerAt }) =>
    nextTriggerAt
      ? [outboxRow(triggerArmed.create({ triggerId: id, generation, dueAt: nextTriggerAt.toISOString() }))]
      : [],
  );
  await db.outbox.createMany({ data: rows });
  await flushOutbox(rows);
  return rows.length;
}

/** After the workspace's zone was changed, every cron without a zone of its own is planned anew. */
async function followZone(now: number): Promise<number> {
  const changed = await db.setting.findFirst({
    where: { key: "timeZone", updatedAt: { gt: new Date(now - zoneChangeMs) } },
  });
  if (!changed) return 0;
  const triggers = await db.trigger.findMany({
    where: { enabled: true, triggerType: "schedule", nextTriggerAt: { gt: new Date(now) } },
  });
  let moved = 0;
  for (const trigger of triggers) {
    const schedule = await scheduleOf(trigger).catch(() => null);
    const next = schedule && nextFire(schedule, now);
    if (next === null || next === trigger.nextTriggerAt?.getTime()) continue;
    const dueAt = new Date(next);
    const row = armRow({ triggerId: trigger.id, generation: trigger.generation + 1, dueAt });
    // Another change in the meantime makes this arming void.
    const [{ count }] = await db.$transaction([
      db.trigger.updateMany({
        where: { id: trigger.id, generation: trigger.generation, enabled: true },
        data: { generation: trigger.generation + 1, nextTriggerAt: dueAt },
      }),
      db.outbox.create({ data: row }),
    ]);
    await flushOutbox([row]);
    moved += count;
  }
  return moved;
}
