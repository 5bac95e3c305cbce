import { createId } from "@/lib/ids";
import type { MessageChannel, Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import { db } from "@/server/db";
import { AppError, notFound } from "@/server/errors";
import { masked } from "@/server/masked";
import { describeConfig, readConfig, sealConfig } from "@/server/messages/channel-config";
import type {
  ChannelCreate,
  ChannelOutput,
  ChannelType,
  ChannelUpdate,
  DeliveryStatus,
  Priority,
} from "@/server/messages/schema";
import { findMailProblem } from "@/server/messages/send-email";
import type { Page } from "@/server/page-input";

/** Every message is looked at once per channel. */
const mostChannels = 50;

/** Every channel, oldest first, each with how its latest delivery went. */
export async function listChannels(
  actor: Actor,
  { limit, offset }: { limit: number; offset: number },
): Promise<Page<ChannelOutput>> {
  requireScope(actor, "messages:read");
  const [rows, total] = await Promise.all([
    db.messageChannel.findMany({
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: limit,
      skip: offset,
      include: latest,
    }),
    db.messageChannel.count(),
  ]);
  return { items: rows.map(toChannel), total };
}

/** One channel. Throws not_found. */
export async function getChannel(actor: Actor, id: string): Promise<ChannelOutput> {
  requireScope(actor, "messages:read");
  const row = await db.messageChannel.findUnique({ where: { id }, include: latest });
  if (!row) throw notFound("channel", id);
  return toChannel(row);
}

/** Adds a channel. Throws validation_failed for a config that does not fit its type, conflict when there are fifty. */
export async function createChannel(actor: Actor, input: ChannelCreate): Promise<ChannelOutput> {
  requireScope(actor, "messages:write");
  const { config: given, personaIds, ...fields } = input;
  const config = readConfig(input.channelType, given);
  if ((await db.messageChannel.count()) >= mostChannels)
    throw new AppError("conflict", `There are ${mostChannels} channels already. Delete one first.`);
  const id = createId("channel");
  await db.messageChannel.create({
    data: {
      id,
      ...fields,
      personaIds: spell(personaIds),
      configSealed: sealConfig(id, config),
      hint: describeConfig(config),
    },
  });
  await recordAudit(actor, "channel.created", id, {
    name: fields.name,
    channelType: fields.channelType,
    hint: describeConfig(config),
  });
  return getChannel(actor, id);
}

/**
 * Changes a channel; `config` replaces the one before as a whole. What waits for a channel that is switched off
 * fails at its next attempt. Throws not_found and validation_failed.
 */
export async function updateChannel(actor: Actor, input: ChannelUpdate): Promise<ChannelOutput> {
  requireScope(actor, "messages:write");
  const { id, config: given, personaIds, name, enabled, minPriority, tellsReviews } = input;
  const before = await readChannel(id);
  const config = given && readConfig(before.channelType as ChannelType, given);
  const data: Prisma.MessageChannelUpdateInput = {
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(minPriority === undefined ? {} : { minPriority }),
    ...(tellsReviews === undefined ? {} : { tellsReviews }),
    ...(personaIds === undefined ? {} : { personaIds: spell(personaIds) }),
    ...(config ? { configSealed: sealConfig(id, config), hint: describeConfig(config) } : {}),
  };
  await db.messageChannel.updateMany({ where: { id }, data });
  await recordAudit(actor, "channel.updated", id, { fields: Object.keys(data) });
  return getChannel(actor, id);
}

/** Removes a channel with the record of its deliveries. Throws not_found. */
export async function deleteChannel(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "messages:write");
  const { name } = await readChannel(id);
  await db.messageChannel.deleteMany({ where: { id } });
  await recordAudit(actor, "channel.deleted", id, { name });
  return { deleted: true };
}

/** The row. Throws not_found. */
export async function readChannel(id: string): Promise<MessageChannel> {
  const row = await db.messageChannel.findUnique({ where: { id } });
  if (!row) throw notFound("channel", id);
  return row;
}

/** The personas whose messages a channel takes; null for all. */
export function readPersonaIds({ personaIds }: Pick<MessageChannel, "personaIds">): string[] | null {
  return personaIds === null ? null : (JSON.parse(personaIds) as string[]);
}

const latest = { deliveries: { orderBy: { updatedAt: "desc" }, take: 1 } } as const;
type Row = Prisma.MessageChannelGetPayload<{ include: typeof latest }>;

function toChannel(row: Row): ChannelOutput {
  const last = row.deliveries[0];
  return {
    id: row.id,
    name: row.name,
    channelType: row.channelType as ChannelType,
    hint: row.hint,
    config: masked,
    enabled: row.enabled,
    minPriority: row.minPriority as Priority,
    personaIds: readPersonaIds(row),
    tellsReviews: row.tellsReviews,
    problem: row.channelType === "email" ? findMailProblem() : null,
    lastDelivery: last
      ? {
          messageId: last.messageId,
          status: last.status as DeliveryStatus,
          errorMessage: last.errorMessage,
          at: last.updatedAt.toISOString(),
        }
      : null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function spell(personaIds: string[] | null): string | null {
  return personaIds === null ? null : JSON.stringify([...new Set(personaIds)]);
}
