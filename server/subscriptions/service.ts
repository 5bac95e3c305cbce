import { noticeRaised } from "@/inngest/events";
import { createId } from "@/lib/ids";
import type { Subscription } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import { readPersona } from "@/server/personas/service";
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

/**
 * Switches a subscription off on the hub's own account, with the reason that its lists then show. Returns
 * false when it was off before, or is gone. A person switches it on again by updating `enabled`.
 */
export async function disableSubscription(id: string, reason: string): Promise<boolean> {
  const row = outboxRow(noticeRaised.create({ type: "subscription.disabled", subjectId: id }));
  const { id: rowId, name, data } = row;
  const changed = await db.$queryRaw<unknown[]>`
    WITH disabled AS (
      UPDATE subscription SET enabled = false, disabled_reason = ${reason}, disabled_at = now(), updated_at = now()
      WHERE id = ${id} AND enabled RETURNING id
    ), told AS (
      INSERT INTO outbox (id, name, data) SELECT ${rowId}, ${name}, ${data} FROM disabled
    )
    SELECT id FROM disabled`;
  if (changed.length === 0) return false;
  await flushOutbox([row]);
  return true;
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
