import { z } from "zod";
import { createId } from "@/lib/ids";
import { type Endpoint, Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { containing } from "@/server/contains";
import { db } from "@/server/db";
import { stopPending } from "@/server/endpoints/disable";
import {
  type EndpointCreate,
  type EndpointList,
  type EndpointOutput,
  type EndpointUpdate,
  noticeCatalog,
  noticeTypes,
} from "@/server/endpoints/schema";
import { makeSecret, sealAsPrevious, sealSecret } from "@/server/endpoints/secret";
import { type Health, toOutput } from "@/server/endpoints/to-output";
import { AppError, notFound } from "@/server/errors";
import type { Page } from "@/server/page-input";

/** Every notice is written once per endpoint that listens. */
const mostEndpoints = 100;
const latestCount = 12;

/** Endpoints, newest first, each with how it does. `search` is a part of URL or description, or an id. */
export async function listEndpoints(actor: Actor, input: EndpointList): Promise<Page<EndpointOutput>> {
  requireScope(actor, "webhooks:read");
  const { limit, offset } = input;
  const where = filterBy(input);
  const [rows, total] = await Promise.all([
    db.endpoint.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      skip: offset,
    }),
    db.endpoint.count({ where }),
  ]);
  return { items: await describeRows(rows), total };
}

/** One endpoint. Throws not_found. */
export async function getEndpoint(actor: Actor, id: string): Promise<EndpointOutput> {
  requireScope(actor, "webhooks:read");
  const [endpoint] = await describeRows([await readEndpoint(id)]);
  if (!endpoint) throw notFound("endpoint", id);
  return endpoint;
}

/** Adds an endpoint. This reply alone carries its secret. Throws conflict when there are a hundred. */
export async function createEndpoint(actor: Actor, input: EndpointCreate): Promise<EndpointOutput> {
  requireScope(actor, "webhooks:write");
  if ((await db.endpoint.count()) >= mostEndpoints)
    throw new AppError("conflict", `There are ${mostEndpoints} endpoints already. Delete one first.`);
  const id = createId("endpoint");
  const secret = makeSecret();
  const row = await db.endpoint.create({
    data: {
      id,
      url: input.url,
      description: input.description ?? null,
      noticeTypes: JSON.stringify(input.noticeTypes),
      enabled: input.enabled,
      secretSealed: sealSecret(id, secret),
    },
  });
  return { ...toOutput(row, unused), secret };
}

/**
 * Changes an endpoint. Switching it off fails what is pending; switching it on forgets why it was off. That, and
 * another URL, forget since when it failed. Throws not_found.
 */
export async function updateEndpoint(actor: Actor, input: EndpointUpdate): Promise<EndpointOutput> {
  requireScope(actor, "webhooks:write");
  const { id, url, description, noticeTypes: types, enabled } = input;
  const before = await readEndpoint(id);
  const isSwitchedOn = enabled === true && !before.enabled;
  const data: Prisma.EndpointUpdateInput = {
    ...(url === undefined ? {} : { url }),
    ...(description === undefined ? {} : { description }),
    ...(types === undefined ? {} : { noticeTypes: JSON.stringify(types) }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(isSwitchedOn ? { disabledReason: null } : {}),
    ...(isSwitchedOn || (url !== undefined && url !== before.url) ? { failingSince: null } : {}),
  };
  await db.$transaction([
    db.endpoint.updateMany({ where: { id }, data }),
    ...(enabled === false ? [db.$executeRaw`${stopPending(Prisma.sql`endpoint_id = ${id}`)}`] : []),
  ]);
  return getEndpoint(actor, id);
}

/** Removes an endpoint with its log. Throws not_found. */
export async function deleteEndpoint(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "webhooks:write");
  const { count } = await db.endpoint.deleteMany({ where: { id } });
  if (count === 0) throw notFound("endpoint", id);
  return { deleted: true };
}

/**
 * Gives an endpoint a new secret, which this reply alone carries. For `overlapMs` longer its messages are signed with
 * the one before as well. Throws not_found.
 */
export async function rotateEndpointSecret(
  actor: Actor,
  { id, overlapMs }: { id: string; overlapMs: number },
): Promise<{ secret: string; previousSecretExpiresAt: string | null }> {
  requireScope(actor, "webhooks:write");
  const before = await readEndpoint(id);
  const secret = makeSecret();
  const expiresAt = overlapMs > 0 ? new Date(Date.now() + overlapMs) : null;
  const { count } = await db.endpoint.updateMany({
    where: { id, secretSealed: before.secretSealed },
    data: {
      secretSealed: sealSecret(id, secret),
      previousSecretSealed: expiresAt ? sealAsPrevious(before) : null,
      previousExpiresAt: expiresAt,
    },
  });
  // Somebody else was quicker; theirs is the secret before this one.
  if (count === 0) return rotateEndpointSecret(actor, { id, overlapMs });
  return { secret, previousSecretExpiresAt: expiresAt?.toISOString() ?? null };
}

/** What an endpoint can be told of, with the shape of each message's data as JSON Schema. */
export async function listNoticeTypes(actor: Actor) {
  requireScope(actor, "webhooks:read");
  return noticeTypes.map((type) => {
    const { description, data } = noticeCatalog[type];
    return { type, description, data: z.toJSONSchema(data) as Record<string, unknown> };
  });
}

/** The row. Throws not_found. */
export async function readEndpoint(id: string): Promise<Endpoint> {
  const row = await db.endpoint.findUnique({ where: { id } });
  if (!row) throw notFound("endpoint", id);
  return row;
}

const unused: Health = { deliveredInDay: 0, failedInDay: 0, pendingCount: 0, latest: [] };

async function describeRows(rows: Endpoint[]): Promise<EndpointOutput[]> {
  const health = await db.$queryRaw<({ id: string } & Health)[]>`
    SELECT e.id, day.delivered AS "deliveredInDay", day.failed AS "failedInDay", waiting.count AS "pendingCount", latest.rows AS latest
    FROM unnest(${rows.map(({ id }) => id)}::text[]) AS e(id),
    LATERAL (
      SELECT (count(*) FILTER (WHERE status = 'delivered'))::int AS delivered, (count(*) FILTER (WHERE status = 'failed'))::int AS failed
      FROM endpoint_message WHERE endpoint_id = e.id AND created_at > now() - interval '1 day'
    ) AS day,
    LATERAL (
      SELECT count(*)::int AS count FROM endpoint_message WHERE endpoint_id = e.id AND status = 'pending'
    ) AS waiting,
    LATERAL (
      SELECT coalesce(json_agg(json_build_object('id', id, 'noticeType', notice_type, 'status', status, 'createdAt', created_at)
                               ORDER BY created_at DESC, id DESC), '[]') AS rows
      FROM (SELECT id, notice_type, status, created_at FROM endpoint_message WHERE endpoint_id = e.id
            ORDER BY created_at DESC, id DESC LIMIT ${latestCount}) AS m
    ) AS latest`;
  return rows.map((row) => {
    const { latest, ...rest } = health.find(({ id }) => id === row.id) ?? unused;
    // JSON that the database writes spells times its own way.
    const spelled = latest.map((each) => ({ ...each, createdAt: new Date(each.createdAt).toISOString() }));
    return toOutput(row, { ...rest, latest: spelled });
  });
}

function filterBy({ state, noticeType, search }: EndpointList): Prisma.EndpointWhereInput {
  const contains = search && containing(search);
  return {
    ...(state === undefined ? {} : { enabled: state !== "disabled" }),
    ...(state === "failing" ? { failingSince: { not: null } } : {}),
    // The types are kept as JSON, each in quotes.
    ...(noticeType === undefined ? {} : { noticeTypes: { contains: `"${noticeType}"` } }),
    ...(contains ? { OR: [{ id: search }, { url: contains }, { description: contains }] } : {}),
  };
}
