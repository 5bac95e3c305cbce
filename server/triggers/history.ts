import type { Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import type { Page } from "@/server/page-input";
import type {
  FireStatus,
  FiringList,
  FiringOutput,
  TriggerOutput,
  TriggerStats,
} from "@/server/triggers/schema";
import { toFiring } from "@/server/triggers/to-output";

const recentCount = 12;

/** A trigger's firings, newest first. Throws not_found. */
export async function listFirings(
  actor: Actor,
  { id, status, limit, offset }: FiringList,
): Promise<Page<FiringOutput>> {
  requireScope(actor, "triggers:read");
  await requireTrigger(id);
  const where: Prisma.TriggerFireWhereInput = { triggerId: id, ...(status === undefined ? {} : { status }) };
  const [rows, total] = await Promise.all([
    db.triggerFire.findMany({
      where,
      orderBy: [{ firedAt: "desc" }, { id: "desc" }],
      take: limit,
      skip: offset,
    }),
    db.triggerFire.count({ where }),
  ]);
  return { items: rows.map(toFiring), total };
}

/**
 * How a trigger has done: firings that were skipped or wait count as none. The rate is of those that ended. Throws
 * not_found.
 */
export async function getStats(actor: Actor, id: string): Promise<TriggerStats> {
  requireScope(actor, "triggers:read");
  await requireTrigger(id);
  const [counted] = await db.$queryRaw<
    (Omit<TriggerStats, "successRate" | "lastFiredAt"> & { lastFiredAt: Date | null })[]
  >`
    SELECT count(*) FILTER (WHERE status IN ('fired', 'completed', 'failed'))::int AS "totalFires",
           count(*) FILTER (WHERE status = 'completed')::int AS "successCount",
           count(*) FILTER (WHERE status = 'failed')::int AS "failureCount",
           count(*) FILTER (WHERE status = 'skipped')::int AS "skippedCount",
           round(avg(duration_ms))::int AS "avgDurationMs",
           (SELECT status FROM trigger_fire WHERE trigger_id = ${id} ORDER BY fired_at DESC, id DESC LIMIT 1) AS "lastFireStatus",
           max(fired_at) FILTER (WHERE status IN ('fired', 'completed', 'failed')) AS "lastFiredAt"
    FROM trigger_fire WHERE trigger_id = ${id}`;
  const { successCount = 0, failureCount = 0 } = counted ?? {};
  const ended = successCount + failureCount;
  return {
    totalFires: counted?.totalFires ?? 0,
    successCount,
    failureCount,
    skippedCount: counted?.skippedCount ?? 0,
    successRate: ended === 0 ? null : successCount / ended,
    avgDurationMs: counted?.avgDurationMs ?? null,
    lastFireStatus: counted?.lastFireStatus ?? null,
    lastFiredAt: counted?.lastFiredAt?.toISOString() ?? null,
  };
}

/** The latest firings of each trigger, newest first, for lists. */
export async function listRecent(triggerIds: string[]): Promise<Map<string, TriggerOutput["recentFires"]>> {
  const rows = await db.$queryRaw<{ triggerId: string; id: string; status: FireStatus; firedAt: Date }[]>`
    SELECT f.trigger_id AS "triggerId", f.id, f.status, f.fired_at AS "firedAt"
    FROM unnest(${triggerIds}::text[]) AS t(id),
      LATERAL (SELECT * FROM trigger_fire WHERE trigger_id = t.id ORDER BY fired_at DESC, id DESC LIMIT ${recentCount}) AS f`;
  const recent = new Map<string, TriggerOutput["recentFires"]>();
  for (const { triggerId, id, status, firedAt } of rows) {
    const fires = recent.get(triggerId) ?? [];
    recent.set(triggerId, [...fires, { id, status, firedAt: firedAt.toISOString() }]);
  }
  return recent;
}

async function requireTrigger(id: string): Promise<void> {
  if ((await db.trigger.count({ where: { id } })) === 0) throw notFound("trigger", id);
}
