import type { Trigger } from "@/prisma/generated/client";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { AppError } from "@/server/errors";
import type { NewEvent } from "@/server/events/record";
import { cancelExecution } from "@/server/executions/service";
import type { Verdict } from "@/server/triggers/record-fire";

/** So many firings wait for one trigger at most; what comes on top is skipped. */
const mostWaiting = 10;

/**
 * What becomes of a firing: skipped when its persona is away, and, when what the trigger fired before still runs,
 * whatever its overlap policy says. What a person asks for, `isAsked`, is fired all the same.
 */
export async function decideFire(trigger: Trigger, event: NewEvent, isAsked = false): Promise<Verdict> {
  const absent = await findAbsence(trigger);
  if (absent) return { skip: absent };
  if (isAsked || trigger.overlapPolicy === "allow") return { fire: event };
  const { isBusy, waiting } = await readState(trigger.id);
  if (!isBusy && waiting === 0) return { fire: event };
  switch (trigger.overlapPolicy) {
    case "skip":
      return { skip: "What it fired before still runs." };
    case "cancel-previous":
      await cancelPrevious(trigger.id);
      return { fire: event };
    default:
      return waiting < mostWaiting
        ? { wait: "Waits until what it fired before has ended." }
        : { skip: `${mostWaiting} firings wait already for what it fired before.` };
  }
}

/** Why nobody would react, or null: the persona that owns the trigger and the one it fires at must both be on. */
export async function findAbsence({ personaId, targetPersonaId }: Trigger): Promise<string | null> {
  const ids = [...new Set([personaId, targetPersonaId ?? personaId])];
  const found = await db.persona.findMany({
    where: { id: { in: ids } },
    select: { id: true, name: true, enabled: true },
  });
  const missing = ids.find((id) => found.every((persona) => persona.id !== id));
  if (missing) return `There is no persona ${missing} any more.`;
  const disabled = found.find(({ enabled }) => !enabled);
  return disabled ? `${disabled.name} is disabled.` : null;
}

/** Whether something a trigger fired is queued, running or not matched yet, and how many firings wait for it. */
export async function readState(triggerId: string): Promise<{ isBusy: boolean; waiting: number }> {
  const [state] = await db.$queryRaw<{ isBusy: boolean; waiting: number }[]>`
    SELECT EXISTS (SELECT 1 FROM execution WHERE trigger_id = ${triggerId} AND status IN ('queued', 'running'))
        OR EXISTS (SELECT 1 FROM trigger_fire f JOIN event e ON e.id = f.event_id
                   WHERE f.trigger_id = ${triggerId} AND f.fired_at > now() - interval '1 hour'
                     AND f.status = 'fired' AND e.status IN ('pending', 'processing')) AS "isBusy",
      (SELECT count(*)::int FROM trigger_fire WHERE trigger_id = ${triggerId} AND status = 'waiting') AS waiting`;
  return state ?? { isBusy: false, waiting: 0 };
}

async function cancelPrevious(triggerId: string): Promise<void> {
  const running = await db.execution.findMany({
    where: { triggerId, status: { in: ["queued", "running"] } },
    select: { id: true },
  });
  for (const { id } of running) {
    await cancelExecution(systemActor, id).catch((error: unknown) => {
      // It has ended in the meantime, which is what was wanted.
      if (!(error instanceof AppError && error.code === "conflict")) throw error;
    });
  }
}
