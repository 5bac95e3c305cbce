import type { Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { containing } from "@/server/contains";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import {
  type MessageDetail,
  type MessageList,
  type MessageOutput,
  priorities,
  type ReadAllInput,
  type UnreadCount,
} from "@/server/messages/schema";
import { toDelivery, toMessage } from "@/server/messages/to-output";
import type { Page } from "@/server/page-input";

/** Messages, newest first. */
export async function listMessages(actor: Actor, input: MessageList): Promise<Page<MessageOutput>> {
  requireScope(actor, "messages:read");
  const where = filterBy(input);
  const [rows, total] = await Promise.all([
    db.personaMessage.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: input.limit,
      skip: input.offset,
    }),
    db.personaMessage.count({ where }),
  ]);
  return { items: rows.map(toMessage), total };
}

/** How many messages nobody has read, and when the newest of all was written: until then a page can have shown them. */
export async function countUnread(actor: Actor): Promise<UnreadCount> {
  requireScope(actor, "messages:read");
  const [count, newest] = await Promise.all([
    db.personaMessage.count({ where: { isRead: false } }),
    db.personaMessage.findFirst({ orderBy: { createdAt: "desc" }, select: { createdAt: true } }),
  ]);
  return { count, newestAt: newest?.createdAt.toISOString() ?? null };
}

/** One message with its deliveries, oldest first. Throws not_found. */
export async function getMessage(actor: Actor, id: string): Promise<MessageDetail> {
  requireScope(actor, "messages:read");
  const row = await db.personaMessage.findUnique({
    where: { id },
    include: {
      deliveries: { orderBy: { createdAt: "asc" }, include: { channel: { select: { name: true } } } },
    },
  });
  if (!row) throw notFound("message", id);
  return { ...toMessage(row), deliveries: row.deliveries.map(toDelivery) };
}

/** Marks a message as read, or as unread again. Throws not_found. */
export async function markMessage(
  actor: Actor,
  { id, isRead }: { id: string; isRead: boolean },
): Promise<MessageOutput> {
  requireScope(actor, "messages:write");
  await db.personaMessage.updateMany({
    where: { id, isRead: !isRead },
    data: { isRead, readAt: isRead ? new Date() : null },
  });
  const row = await db.personaMessage.findUnique({ where: { id } });
  if (!row) throw notFound("message", id);
  return toMessage(row);
}

/** Marks every message as read that was written until then, or all. Returns how many were unread. */
export async function markAllRead(actor: Actor, { until }: ReadAllInput): Promise<{ count: number }> {
  requireScope(actor, "messages:write");
  const { count } = await db.personaMessage.updateMany({
    where: { isRead: false, ...(until === undefined ? {} : { createdAt: { lte: new Date(until) } }) },
    data: { isRead: true, readAt: new Date() },
  });
  return { count };
}

/** Removes a message with its deliveries; what is under way to a channel may still arrive. Throws not_found. */
export async function deleteMessage(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "messages:write");
  const { count } = await db.personaMessage.deleteMany({ where: { id } });
  if (count === 0) throw notFound("message", id);
  return { deleted: true };
}

function filterBy(input: MessageList): Prisma.PersonaMessageWhereInput {
  const { isRead, personaId, executionId, priority, minPriority, contentType, search } = input;
  const contains = search && containing(search);
  return {
    ...(isRead === undefined ? {} : { isRead }),
    ...(personaId === undefined ? {} : { personaId }),
    ...(executionId === undefined ? {} : { executionId }),
    ...(contentType === undefined ? {} : { contentType }),
    AND: [
      ...(priority === undefined ? [] : [{ priority }]),
      ...(minPriority === undefined
        ? []
        : [{ priority: { in: priorities.slice(priorities.indexOf(minPriority)) } }]),
    ],
    ...(contains
      ? {
          OR: [
            { id: search },
            { executionId: search },
            { title: contains },
            { content: contains },
            { personaName: contains },
          ],
        }
      : {}),
  };
}
