import type { Trigger } from "@/prisma/generated/client";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { matchEvent } from "@/server/events/match";
import type { TriggerCreate } from "@/server/triggers/schema";
import { createTrigger, readTrigger } from "@/server/triggers/service";
import { insertPersona } from "@/tests/support/services";

type Input = Partial<Omit<TriggerCreate, "config">> & { config?: object };

/** A trigger made by its service in this process; a schedule of every minute unless told otherwise. */
export async function makeTrigger(input: Input = {}): Promise<Trigger> {
  const personaId = input.personaId ?? (await insertPersona());
  const { config = { cron: "every 1m" }, ...rest } = input;
  const { id } = await createTrigger(systemActor, {
    triggerType: "schedule",
    personaId,
    config: JSON.stringify(config),
    ...rest,
  });
  return readTrigger(id);
}

/** The arming a trigger stands on. */
export async function armingOf(id: string) {
  const { generation, nextTriggerAt } = await readTrigger(id);
  if (!nextTriggerAt) throw new Error("It is not armed.");
  return { triggerId: id, generation, dueAt: nextTriggerAt };
}

/** A trigger's firings in the order of their times. */
export function firesOf(triggerId: string) {
  return db.triggerFire.findMany({
    where: { triggerId },
    orderBy: [{ scheduledAt: "asc" }, { firedAt: "asc" }, { id: "asc" }],
  });
}

/** The events a trigger fired, oldest first. */
export function eventsOf(triggerId: string) {
  return db.event.findMany({ where: { triggerId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
}

/** Matches the events a trigger fired and returns the executions they led to. */
export async function startAll(triggerId: string) {
  for (const { id } of await eventsOf(triggerId)) await matchEvent(id);
  return db.execution.findMany({ where: { triggerId }, orderBy: { id: "asc" } });
}
