import { z } from "zod";
import { channelsRouter } from "@/server/messages/channels-router";
import { retryDelivery } from "@/server/messages/deliveries";
import {
  deliveryOutput,
  messageDetail,
  messageList,
  messageOutput,
  readAllInput,
  unreadCount,
} from "@/server/messages/schema";
import {
  countUnread,
  deleteMessage,
  getMessage,
  listMessages,
  markAllRead,
  markMessage,
} from "@/server/messages/service";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Messages";
const byId = z.strictObject({ id: idInput });
const count = z.object({ count: z.number() });

export const messagesRouter = createRouter({
  list: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/messages",
        summary: "List what personas told people, newest first",
        tag,
        list: true,
      },
    })
    .input(messageList)
    .output(pageOf(messageOutput))
    .query(({ ctx, input }) => listMessages(ctx.actor, input)),
  unreadCount: verb
    .meta({
      rest: { method: "GET", path: "/api/messages/unread-count", summary: "Count unread messages", tag },
    })
    .output(unreadCount)
    .query(({ ctx }) => countUnread(ctx.actor)),
  get: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/messages/{id}",
        summary: "Read a message with its deliveries to channels",
        tag,
      },
    })
    .input(byId)
    .output(messageDetail)
    .query(({ ctx, input }) => getMessage(ctx.actor, input.id)),
  markRead: verb
    .meta({
      rest: { method: "POST", path: "/api/messages/{id}/read", summary: "Mark a message as read", tag },
    })
    .input(byId)
    .output(messageOutput)
    .mutation(({ ctx, input }) => markMessage(ctx.actor, { ...input, isRead: true })),
  markUnread: verb
    .meta({
      rest: { method: "POST", path: "/api/messages/{id}/unread", summary: "Mark a message as unread", tag },
    })
    .input(byId)
    .output(messageOutput)
    .mutation(({ ctx, input }) => markMessage(ctx.actor, { ...input, isRead: false })),
  markAllRead: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/messages/read-all",
        summary: "Mark every message as read, or every one written until a time",
        tag,
      },
    })
    .input(readAllInput)
    .output(count)
    .mutation(({ ctx, input }) => markAllRead(ctx.actor, input)),
  delete: verb
    .meta({
      rest: { method: "DELETE", path: "/api/messages/{id}", summary: "Delete a message", tag },
    })
    .input(byId)
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(({ ctx, input }) => deleteMessage(ctx.actor, input.id)),
  retryDelivery: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/message-deliveries/{id}/retry",
        summary: "Send a message again to a channel that it could not be delivered to",
        tag,
        status: 202,
      },
    })
    .input(byId)
    .output(deliveryOutput)
    .mutation(({ ctx, input }) => retryDelivery(ctx.actor, input.id)),
  channels: channelsRouter,
});
