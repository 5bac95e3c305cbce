import { createId } from "@/lib/ids";
import { type Delivery, Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { AppError, notFound } from "@/server/errors";
import { type DraftEvent, draftEvent, eventInsert } from "@/server/events/record";
import { replayEvent } from "@/server/events/replay";
import type { EventOutput } from "@/server/events/schema";
import { getEvent } from "@/server/events/service";
import { flushOutbox } from "@/server/outbox/service";
import { readPersona } from "@/server/personas/service";
import { readArrival, readKey } from "@/server/webhooks/delivery";
import { isWhole } from "@/server/webhooks/kept-body";
import { providers } from "@/server/webhooks/providers";
import type { ProviderName, ResendInput } from "@/server/webhooks/schema";

/**
 * Sends a delivery again from the log. An accepted one replays its event; one that was rejected or conflicts is let in
 * by a person, as its provider reads it, with nothing verified. The same key again sends nothing and returns the same
 * event. Throws conflict for what cannot be sent again, forbidden when no person lets a rejected one in.
 */
export async function resendDelivery(actor: Actor, { id, key }: ResendInput): Promise<EventOutput> {
  requireScope(actor, "webhooks:write");
  const row = await db.delivery.findUnique({ where: { id } });
  if (!row) throw notFound("delivery", id);
  return row.status === "accepted" ? replay(actor, row, key) : letIn(actor, row, key);
}

async function replay(actor: Actor, row: Delivery, key: string | undefined): Promise<EventOutput> {
  const event = row.eventId === null ? null : await db.event.findUnique({ where: { id: row.eventId } });
  if (!event) {
    const why = row.eventId === null ? "it was a handshake and made no event" : "its event has expired";
    throw new AppError("conflict", `The delivery ${row.id} cannot be sent again: ${why}.`);
  }
  // The request that let it in, once more.
  if (key !== undefined && event.replayKey === key) return getEvent(actor, event.id);
  return replayEvent(actor, { id: event.id, key });
}

async function letIn(actor: Actor, row: Delivery, asked: string | undefined): Promise<EventOutput> {
  if (actor.type !== "person")
    throw new AppError(
      "forbidden",
      "Only a person may let in a delivery that was not accepted: nobody vouches for it.",
    );
  const provider = providers[row.provider as ProviderName];
  if (row.body === null || !isWhole(row.body, row))
    throw new AppError(
      "conflict",
      "Only a part of this delivery's body was kept, so it cannot be let in. Have it sent again.",
    );
  if (row.personaId !== null) await readPersona(row.personaId);
  const arrival = readArrival(provider, {
    headers: new Headers(JSON.parse(row.headers) as Record<string, string>),
    body: Buffer.from(row.body, "utf8"),
    bodySha256: row.bodySha256,
    personaId: row.personaId,
  });
  if (provider.answer?.(arrival))
    throw new AppError("conflict", "This is a handshake: it makes no event. Have the sender repeat it.");
  // Kept on the event so that the same request, asked twice, is known.
  const draft = draftEvent({ ...provider.toEvent(arrival), replayKey: asked ?? createId("request") });
  const { externalId, dedupeKey } = readKey(provider, arrival);
  const key = { externalId, dedupeKey: row.dedupeKey ?? dedupeKey };
  const isLetIn = await writeLetIn(row, draft, key, `Let in by ${actor.name}.`);
  if (isLetIn) {
    await flushOutbox(draft.outbox);
    return getEvent(actor, draft.id);
  }
  // Another request let it in first: what was asked for has happened.
  const { eventId } = await db.delivery.findUniqueOrThrow({ where: { id: row.id } });
  return getEvent(actor, eventId ?? "");
}

/** False when another request let it in first. */
async function writeLetIn(
  { id }: Delivery,
  draft: DraftEvent,
  { externalId, dedupeKey }: ReturnType<typeof readKey>,
  message: string,
): Promise<boolean> {
  try {
    const made = await db.$queryRaw<unknown[]>`
      WITH delivered AS (
        UPDATE delivery SET status = 'accepted', reason = 'let_in', message = ${message}, body = NULL,
               external_id = ${externalId}, dedupe_key = ${dedupeKey}, event_id = ${draft.id}
        WHERE id = ${id} AND status <> 'accepted'
        RETURNING id
      ), ${eventInsert(draft, "delivered")}
      SELECT id FROM made`;
    return made.length > 0;
  } catch (error) {
    if (!isTakenKey(error)) throw error;
    const taken = await db.delivery.findUnique({
      where: { dedupeKey: dedupeKey ?? "" },
      select: { id: true },
    });
    const where = taken ? `, as ${taken.id}` : "";
    throw new AppError("conflict", `The sender's delivery was accepted in the meantime${where}.`, {
      cause: error,
    });
  }
}

/** Postgres' code for a unique key that is taken, as Prisma hands it on from a raw statement. */
function isTakenKey(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    JSON.stringify(error.meta ?? {}).includes("23505")
  );
}
