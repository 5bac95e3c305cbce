import { Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { notFound } from "@/server/errors";
import type { PayloadPage } from "@/server/events/schema";
import { mostReplyBytes } from "@/server/events/to-output";
import type { Page } from "@/server/page-input";
import { isWhole } from "@/server/webhooks/kept-body";
import { providers, secretVariables } from "@/server/webhooks/providers";
import {
  type DeliveryList,
  type DeliveryOutput,
  type DeliverySummary,
  type ReceiverOutput,
  receiverNames,
} from "@/server/webhooks/schema";
import { listSecrets } from "@/server/webhooks/secrets";
import { toSummary } from "@/server/webhooks/to-output";

const pageCharacters = 256 * 1024;
/** Text is looked for in this many of the newest deliveries that the other filters leave, so that a search has a bound. */
const mostSearched = 10_000;
/** and in no more than so many bytes of their bodies, beside the newest one's. */
const mostSearchedBytes = 64 * 1024 * 1024;

/** Deliveries, newest first. `search` is an id, or text in the event type, the kept headers or the body. */
export async function listDeliveries(actor: Actor, input: DeliveryList): Promise<Page<DeliverySummary>> {
  requireScope(actor, "webhooks:read");
  const { limit, offset, search } = input;
  const where = filterBy(input);
  const order = [{ createdAt: "desc" as const }, { id: "desc" as const }];
  if (search) {
    const ids = await findByText(where, search);
    const rows = await db.delivery.findMany({
      where: { id: { in: ids.slice(offset, offset + limit) } },
      orderBy: order,
      omit: { body: true },
    });
    return { items: await describeRows(rows), total: ids.length };
  }
  const [rows, total] = await Promise.all([
    db.delivery.findMany({ where, orderBy: order, take: limit, skip: offset, omit: { body: true } }),
    db.delivery.count({ where }),
  ]);
  return { items: await describeRows(rows), total };
}

/** One delivery with its headers and, when it is at most 64 KB, its body. Throws not_found. */
export async function getDelivery(actor: Actor, id: string): Promise<DeliveryOutput> {
  requireScope(actor, "webhooks:read");
  const row = await db.delivery.findUnique({ where: { id } });
  if (!row) throw notFound("delivery", id);
  const [[summary], [kept], conflicts] = await Promise.all([
    describeRows([row]),
    db.$queryRaw<{ text: string | null; characters: number }[]>`
      SELECT CASE WHEN octet_length(text) <= ${mostReplyBytes} THEN text END AS text, coalesce(length(text), 0)::int AS characters
      FROM (${bodyOf(id)}) AS kept`,
    db.delivery.findMany({
      where: { originalId: id, status: { not: "rejected" } },
      orderBy: { createdAt: "asc" },
      select: { id: true },
      take: 100,
    }),
  ]);
  if (!summary) throw notFound("delivery", id);
  return {
    ...summary,
    headers: JSON.parse(row.headers) as Record<string, string>,
    body: kept?.text ?? null,
    bodyCharacters: kept?.characters ?? 0,
    isBodyWhole: row.body === null || isWhole(row.body, row),
    conflictIds: conflicts.map((conflict) => conflict.id),
  };
}

/** A page of a delivery's body of any length, by characters. Throws not_found. */
export async function readDeliveryBody(actor: Actor, id: string, offset: number): Promise<PayloadPage> {
  requireScope(actor, "webhooks:read");
  const [row] = await db.$queryRaw<{ text: string; total: number }[]>`
    SELECT coalesce(substr(text, ${offset + 1}::int, ${pageCharacters}::int), '') AS text, coalesce(length(text), 0)::int AS total
    FROM (${bodyOf(id)}) AS kept`;
  if (!row) throw notFound("delivery", id);
  const end = offset + pageCharacters;
  return { text: row.text, nextOffset: end < row.total ? end : null, totalCharacters: row.total };
}

/** Every provider that signs with a secret of the workspace: where it sends to, what it may sign with, how it goes. */
export async function listReceivers(actor: Actor): Promise<ReceiverOutput[]> {
  requireScope(actor, "webhooks:read");
  const [secrets, counts, latest] = await Promise.all([
    listSecrets(),
    db.$queryRaw<{ provider: string; accepted: number; rejected: number }[]>`
      SELECT provider, (count(*) FILTER (WHERE status = 'accepted'))::int AS accepted,
             (coalesce(sum(1 + repeat_count) FILTER (WHERE status = 'rejected'), 0))::int AS rejected
      FROM delivery WHERE created_at > now() - interval '1 day' GROUP BY provider`,
    db.$queryRaw<{ provider: string; at: Date | null }[]>`
      SELECT p AS provider, (SELECT created_at FROM delivery WHERE provider = p ORDER BY created_at DESC LIMIT 1) AS at
      FROM unnest(${[...receiverNames]}::text[]) AS p`,
  ]);
  return receiverNames.map((provider) => {
    const count = counts.find((each) => each.provider === provider);
    const own = secrets.filter((secret) => secret.provider === provider);
    return {
      provider,
      label: providers[provider].label,
      path: `/api/hooks/${provider}`,
      variable: secretVariables[provider],
      isInEnvironment: env()[secretVariables[provider]] !== undefined,
      secrets: own.map(({ id, createdAt, expiresAt }) => ({
        id,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt?.toISOString() ?? null,
      })),
      lastDeliveryAt: latest.find((each) => each.provider === provider)?.at?.toISOString() ?? null,
      acceptedInDay: count?.accepted ?? 0,
      rejectedInDay: count?.rejected ?? 0,
    };
  });
}

/** An accepted body stands as its event's payload; any other with the delivery. */
function bodyOf(id: string): Prisma.Sql {
  return Prisma.sql`SELECT coalesce(d.body, e.payload) AS text FROM delivery d LEFT JOIN event e ON e.id = d.event_id WHERE d.id = ${id}`;
}

function filterBy({ provider, status, reason, personaId, since }: DeliveryList): Prisma.DeliveryWhereInput {
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason }),
    ...(personaId === undefined ? {} : { personaId }),
    ...(since === undefined ? {} : { createdAt: { gte: new Date(since) } }),
  };
}

async function findByText(where: Prisma.DeliveryWhereInput, search: string): Promise<string[]> {
  const candidates = await db.delivery.findMany({
    where,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: mostSearched,
    select: { id: true, bodyBytes: true },
  });
  let bytes = 0;
  const within = candidates.filter(({ bodyBytes }, index) => {
    bytes += bodyBytes;
    return index === 0 || bytes <= mostSearchedBytes;
  });
  const pattern = `%${search.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM delivery d LEFT JOIN event e ON e.id = d.event_id
    WHERE d.id = ANY(${within.map(({ id }) => id)})
      AND (d.id = ${search} OR d.external_id = ${search} OR d.event_id = ${search}
           OR e.event_type ILIKE ${pattern} OR d.headers ILIKE ${pattern} OR d.body ILIKE ${pattern} OR e.payload ILIKE ${pattern})
    ORDER BY d.created_at DESC, d.id DESC`;
  return rows.map(({ id }) => id);
}

async function describeRows(rows: Parameters<typeof toSummary>[0][]): Promise<DeliverySummary[]> {
  const eventIds = rows.flatMap(({ eventId }) => (eventId === null ? [] : [eventId]));
  const events = await db.event.findMany({
    where: { id: { in: eventIds } },
    select: { id: true, eventType: true },
  });
  const types = new Map(events.map(({ id, eventType }) => [id, eventType]));
  return rows.map((row) => toSummary(row, types.get(row.eventId ?? "") ?? null));
}
