import { createId } from "@/lib/ids";
import type { Prisma, Subscription } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { containing } from "@/server/contains";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import type { Page } from "@/server/page-input";
import { readPersona } from "@/server/personas/service";
import type {
  SubscriptionBulk,
  SubscriptionCreate,
  SubscriptionList,
  SubscriptionOutput,
  SubscriptionSummary,
  SubscriptionUpdate,
} from "@/server/subscriptions/schema";

/** What a persona listens to, oldest first. */
export async function listSubscriptions(actor: Actor, personaId: string): Promise<SubscriptionOutput[]> {
  requireScope(actor, "subscriptions:read");
  await readPersona(personaId);
  const rows = await db.subscription.findMany({
    where: { personaId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(toOutput);
}

/** Subscriptions of all personas, newest first. */
export async function listAllSubscriptions(
  actor: Actor,
  { limit, offset, personaId, eventType, enabled, search }: SubscriptionList,
): Promise<Page<SubscriptionSummary>> {
  requireScope(actor, "subscriptions:read");
  const contains = containing(search ?? "");
  const where: Prisma.SubscriptionWhereInput = {
    ...(personaId ? { personaId } : {}),
    ...(eventType ? { eventType } : {}),
    ...(enabled === undefined ? {} : { enabled }),
    ...(search
      ? {
          OR: [
            { id: search },
            { eventType: contains },
            { sourceFilter: contains },
            { payloadFilter: contains },
            { persona: { name: contains } },
          ],
        }
      : {}),
  };
  const [rows, total] = await Promise.all([
    db.subscription.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      skip: offset,
      include: { persona: { select: { name: true, enabled: true } } },
    }),
    db.subscription.count({ where }),
  ]);
  return { items: rows.map(toSummary), total };
}

/** One subscription with its persona's name. Throws not_found. */
export async function getSubscription(actor: Actor, id: string): Promise<SubscriptionSummary> {
  requireScope(actor, "subscriptions:read");
  const row = await db.subscription.findUnique({
    where: { id },
    include: { persona: { select: { name: true, enabled: true } } },
  });
  if (!row) throw notFound("subscription", id);
  return toSummary(row);
}

/** Subscribes a persona to an event type. Throws not_found for an unknown persona. */
export async function createSubscription(
  actor: Actor,
  input: SubscriptionCreate,
): Promise<SubscriptionOutput> {
  requireScope(actor, "subscriptions:write");
  await readPersona(input.personaId);
  const { projectId: _accepted, ...data } = input;
  const isOff = input.enabled === false;
  return toOutput(
    await db.subscription.create({
      data: { id: createId("subscription"), ...data, ...(isOff ? switchedOffBy(actor) : {}) },
    }),
  );
}

/** Changes the given fields. Enabling forgets why it was disabled. Throws not_found. */
export async function updateSubscription(
  actor: Actor,
  { id, ...data }: SubscriptionUpdate,
): Promise<SubscriptionOutput> {
  requireScope(actor, "subscriptions:write");
  const { enabled } = await readSubscription(id);
  const isChange = data.enabled !== undefined && data.enabled !== enabled;
  const marks = !isChange ? {} : data.enabled ? switchedOn : switchedOffBy(actor);
  return toOutput(await db.subscription.update({ where: { id }, data: { ...data, ...marks } }));
}

/** Throws not_found when there is none. */
export async function deleteSubscription(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "subscriptions:write");
  await readSubscription(id);
  await db.subscription.delete({ where: { id } });
  return { deleted: true };
}

/** Enables, disables or deletes many in one statement. Returns how many that changed; the rest were so before, or are gone. */
export async function changeSubscriptions(
  actor: Actor,
  { act, ids }: SubscriptionBulk,
): Promise<{ changedCount: number }> {
  requireScope(actor, "subscriptions:write");
  const id = { in: ids };
  const { count } =
    act === "delete"
      ? await db.subscription.deleteMany({ where: { id } })
      : act === "enable"
        ? await db.subscription.updateMany({
            where: { id, enabled: false },
            data: { enabled: true, ...switchedOn },
          })
        : await db.subscription.updateMany({
            where: { id, enabled: true },
            data: { enabled: false, ...switchedOffBy(actor) },
          });
  return { changedCount: count };
}

const switchedOn = { disabledReason: null, disabledBy: null, disabledAt: null };

function switchedOffBy(actor: Actor) {
  return { disabledReason: null, disabledBy: actor.name, disabledAt: new Date() };
}

async function readSubscription(id: string): Promise<Subscription> {
  const row = await db.subscription.findUnique({ where: { id } });
  if (!row) throw notFound("subscription", id);
  return row;
}

function toSummary(row: Subscription & { persona: { name: string; enabled: boolean } }): SubscriptionSummary {
  return { ...toOutput(row), personaName: row.persona.name, personaEnabled: row.persona.enabled };
}

function toOutput(row: Subscription): SubscriptionOutput {
  return {
    id: row.id,
    personaId: row.personaId,
    eventType: row.eventType,
    sourceFilter: row.sourceFilter,
    payloadFilter: row.payloadFilter,
    enabled: row.enabled,
    disabledReason: row.disabledReason,
    disabledBy: row.disabledBy,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    maxRetries: row.maxRetries,
    retryBackoffMs: row.retryBackoffMs,
    useCaseId: row.useCaseId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
