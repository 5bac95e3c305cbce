import { createId } from "@/lib/ids";
import type { Subscription } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import { readPersona } from "@/server/personas/service";
import { isMatch } from "@/server/subscriptions/match";
import type {
  SubscriptionCreate,
  SubscriptionOutput,
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

/** Subscribes a persona to an event type. Throws not_found for an unknown persona. */
export async function createSubscription(
  actor: Actor,
  input: SubscriptionCreate,
): Promise<SubscriptionOutput> {
  requireScope(actor, "subscriptions:write");
  await readPersona(input.personaId);
  const { projectId: _accepted, ...data } = input;
  return toOutput(await db.subscription.create({ data: { id: createId("subscription"), ...data } }));
}

/** Changes the given fields. Throws not_found. */
export async function updateSubscription(
  actor: Actor,
  { id, ...data }: SubscriptionUpdate,
): Promise<SubscriptionOutput> {
  requireScope(actor, "subscriptions:write");
  await readSubscription(id);
  return toOutput(await db.subscription.update({ where: { id }, data }));
}

/** Throws not_found when there is none. */
export async function deleteSubscription(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "subscriptions:write");
  await readSubscription(id);
  await db.subscription.delete({ where: { id } });
  return { deleted: true };
}

type Fact = { eventType: string; sourceId: string | null; targetPersonaId: string | null };
export type Listener = { personaId: string; subscriptionId: string | null; useCaseId: string | null };

/**
 * The enabled personas that react to an event, once each; the oldest matching subscription supplies the
 * use case. A targeted event reaches its persona without a subscription too, unless the persona has
 * subscriptions for this type and none fits (design §12.2).
 */
export async function findListeners(event: Fact): Promise<Listener[]> {
  const rows = await db.subscription.findMany({
    where: {
      eventType: event.eventType,
      persona: { enabled: true },
      ...(event.targetPersonaId === null ? { enabled: true } : { personaId: event.targetPersonaId }),
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const listeners = new Map<string, Listener>();
  for (const row of rows) {
    if (!isMatch(row, event) || listeners.has(row.personaId)) continue;
    listeners.set(row.personaId, {
      personaId: row.personaId,
      subscriptionId: row.id,
      useCaseId: row.useCaseId,
    });
  }
  if (event.targetPersonaId !== null && rows.length === 0) return findTarget(event.targetPersonaId);
  return [...listeners.values()];
}

async function findTarget(personaId: string): Promise<Listener[]> {
  const isEnabled = await db.persona.count({ where: { id: personaId, enabled: true } });
  return isEnabled ? [{ personaId, subscriptionId: null, useCaseId: null }] : [];
}

async function readSubscription(id: string): Promise<Subscription> {
  const row = await db.subscription.findUnique({ where: { id } });
  if (!row) throw notFound("subscription", id);
  return row;
}

function toOutput(row: Subscription): SubscriptionOutput {
  return {
    id: row.id,
    personaId: row.personaId,
    eventType: row.eventType,
    sourceFilter: row.sourceFilter,
    payloadFilter: row.payloadFilter,
    enabled: row.enabled,
    maxRetries: row.maxRetries,
    retryBackoffMs: row.retryBackoffMs,
    useCaseId: row.useCaseId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
