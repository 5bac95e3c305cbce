import { createId } from "@/lib/ids";
import type { Prisma, Trigger } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { containing } from "@/server/contains";
import { db } from "@/server/db";
import { AppError, invalidField, notFound } from "@/server/errors";
import { flushOutbox } from "@/server/outbox/service";
import type { Page } from "@/server/page-input";
import { findPersona, readPersona } from "@/server/personas/service";
import { readSettings } from "@/server/settings/service";
import { readConfig, sealConfig } from "@/server/triggers/config";
import { scheduleOf } from "@/server/triggers/fire";
import { listRecent } from "@/server/triggers/history";
import { nextFire } from "@/server/triggers/next-fire";
import { armRow } from "@/server/triggers/record-fire";
import type {
  TriggerCreate,
  TriggerList,
  TriggerOutput,
  TriggerType,
  TriggerUpdate,
} from "@/server/triggers/schema";
import { type TriggerRow, toOutput } from "@/server/triggers/to-output";

const withPersona = { persona: { select: { name: true } } } as const;

/** Triggers, what fires next first, then the newest. */
export async function listTriggers(actor: Actor, input: TriggerList): Promise<Page<TriggerOutput>> {
  requireScope(actor, "triggers:read");
  const { limit, offset, personaId, triggerType, enabled, healthStatus, search } = input;
  const like = containing(search ?? "");
  const where: Prisma.TriggerWhereInput = {
    ...(personaId === undefined ? {} : { personaId }),
    ...(triggerType === undefined ? {} : { triggerType }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(healthStatus === undefined ? {} : { healthStatus }),
    ...(search
      ? { OR: [{ id: search }, { name: like }, { config: like }, { persona: { name: like } }] }
      : {}),
  };
  const [rows, total] = await Promise.all([
    db.trigger.findMany({
      where,
      orderBy: [{ nextTriggerAt: { sort: "asc", nulls: "last" } }, { createdAt: "desc" }, { id: "desc" }],
      take: limit,
      skip: offset,
      include: withPersona,
    }),
    db.trigger.count({ where }),
  ]);
  return { items: await describeRows(rows), total };
}

/** What fires for a persona, oldest first. Throws not_found for an unknown persona. */
export async function listPersonaTriggers(actor: Actor, personaId: string): Promise<TriggerOutput[]> {
  requireScope(actor, "triggers:read");
  await readPersona(personaId);
  const rows = await db.trigger.findMany({
    where: { personaId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    include: withPersona,
  });
  return describeRows(rows);
}

/** One trigger. Throws not_found. */
export async function getTrigger(actor: Actor, id: string): Promise<TriggerOutput> {
  requireScope(actor, "triggers:read");
  return describeOne(id);
}

/** Makes a trigger and arms it. Throws not_found for an unknown persona, and validation_failed with what is wrong in the config. */
export async function createTrigger(actor: Actor, input: TriggerCreate): Promise<TriggerOutput> {
  requireScope(actor, "triggers:write");
  const { projectId: _accepted, config, enabled = true, ...fields } = input;
  await readPersona(input.personaId);
  await checkTarget(input.targetPersonaId);
  const id = createId("trigger");
  const createdAt = new Date();
  const text = config ?? "{}";
  readConfig(input.triggerType, text, await clockOf(createdAt));
  const data = {
    ...fields,
    id,
    createdAt,
    enabled,
    config: sealConfig(input.triggerType, id, text, null),
    generation: 1,
  };
  const nextTriggerAt = enabled ? await planNext({ ...data, triggerType: input.triggerType }) : null;
  const armed = nextTriggerAt ? [armRow({ triggerId: id, generation: 1, dueAt: nextTriggerAt })] : [];
  await db.$transaction([
    db.trigger.create({ data: { ...data, nextTriggerAt } }),
    db.outbox.createMany({ data: armed }),
  ]);
  await flushOutbox(armed);
  return describeOne(id);
}

/**
 * Changes the given fields and arms the trigger anew, in one transaction; sleeps armed before are void. A time that
 * is planned stays, unless config or switch changed. Throws not_found.
 */
export async function updateTrigger(actor: Actor, { id, ...input }: TriggerUpdate): Promise<TriggerOutput> {
  requireScope(actor, "triggers:write");
  await checkTarget(input.targetPersonaId);
  for (let tries = 0; tries < 5; tries++) {
    if (await changeOnce(await readTrigger(id), input)) return describeOne(id);
  }
  throw new AppError("conflict", "This trigger is being changed by somebody else just now. Try again.");
}

/** Removes a trigger with its history; what it has fired goes on. Throws not_found. */
export async function deleteTrigger(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "triggers:write");
  const { count } = await db.trigger.deleteMany({ where: { id } });
  if (count === 0) throw notFound("trigger", id);
  return { deleted: true };
}

/** The stored row, for the other files of this feature. Throws not_found. */
export async function readTrigger(id: string): Promise<Trigger> {
  const row = await db.trigger.findUnique({ where: { id } });
  if (!row) throw notFound("trigger", id);
  return row;
}

async function changeOnce(row: Trigger, { config, ...fields }: Omit<TriggerUpdate, "id">): Promise<boolean> {
  const type = row.triggerType as TriggerType;
  if (config !== undefined) readConfig(type, config ?? "{}", await clockOf(row.createdAt));
  const text = config === undefined ? row.config : sealConfig(type, row.id, config ?? "{}", row.config);
  const enabled = fields.enabled ?? row.enabled;
  const isReplanned = text !== row.config || enabled !== row.enabled || row.nextTriggerAt === null;
  const isWellAgain = config !== undefined || (enabled && !row.enabled);
  const generation = row.generation + 1;
  const dueAt = !enabled ? null : isReplanned ? await planNext({ ...row, config: text }) : row.nextTriggerAt;
  const armed = dueAt ? [armRow({ triggerId: row.id, generation, dueAt })] : [];
  const [{ count }] = await db.$transaction([
    db.trigger.updateMany({
      // What fired since this was read has planned another time, which must not be lost.
      where: { id: row.id, generation: row.generation, nextTriggerAt: row.nextTriggerAt },
      data: {
        ...fields,
        config: text,
        generation,
        nextTriggerAt: dueAt,
        ...(isWellAgain ? { healthStatus: "healthy", healthMessage: null, failureCount: 0 } : {}),
        // Another page has another content.
        ...(type === "polling" && text !== row.config ? { contentHash: null } : {}),
      },
    }),
    db.outbox.createMany({ data: armed }),
  ]);
  // An arming whose change was not made is void: no trigger is of its generation and time.
  await flushOutbox(armed);
  return count > 0;
}

/** The first time after now at which a trigger fires by itself; a poll looks at once. Null for what waits to be called. */
async function planNext(
  row: Pick<Trigger, "id" | "triggerType" | "config" | "createdAt">,
): Promise<Date | null> {
  if (row.triggerType === "polling") return new Date();
  if (row.triggerType !== "schedule") return null;
  const next = nextFire(await scheduleOf(row), Date.now());
  return next === null ? null : new Date(next);
}

async function checkTarget(targetPersonaId: string | null | undefined): Promise<void> {
  if (targetPersonaId && !(await findPersona(targetPersonaId)))
    throw invalidField("targetPersonaId", `There is no persona ${targetPersonaId}`);
}

async function clockOf(createdAt: Date) {
  return { anchorMs: createdAt.getTime(), timeZone: (await readSettings()).timeZone };
}

async function describeOne(id: string): Promise<TriggerOutput> {
  const row = await db.trigger.findUnique({ where: { id }, include: withPersona });
  if (!row) throw notFound("trigger", id);
  const [output] = await describeRows([row]);
  if (!output) throw notFound("trigger", id);
  return output;
}

async function describeRows(rows: TriggerRow[]): Promise<TriggerOutput[]> {
  const [{ timeZone }, recent] = await Promise.all([readSettings(), listRecent(rows.map(({ id }) => id))]);
  return rows.map((row) => toOutput(row, timeZone, recent.get(row.id) ?? []));
}
