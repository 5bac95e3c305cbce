import { z } from "zod";
import {
  createChannel,
  deleteChannel,
  getChannel,
  listChannels,
  updateChannel,
} from "@/server/messages/channels";
import { channelCreate, channelOutput, channelTestOutput, channelUpdate } from "@/server/messages/schema";
import { testChannel } from "@/server/messages/test-channel";
import { pageInput, pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Message channels";
const byId = z.strictObject({ id: idInput });

export const channelsRouter = createRouter({
  list: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/message-channels",
        summary: "List where messages are delivered to besides the inbox",
        tag,
        list: true,
      },
    })
    .input(z.strictObject(pageInput))
    .output(pageOf(channelOutput))
    .query(({ ctx, input }) => listChannels(ctx.actor, input)),
  create: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/message-channels",
        summary: "Add a channel: Slack, a webhook or e-mail",
        tag,
        status: 201,
      },
    })
    .input(channelCreate)
    .output(channelOutput)
    .mutation(({ ctx, input }) => createChannel(ctx.actor, input)),
  get: verb
    .meta({
      rest: { method: "GET", path: "/api/message-channels/{id}", summary: "Read a channel", tag },
    })
    .input(byId)
    .output(channelOutput)
    .query(({ ctx, input }) => getChannel(ctx.actor, input.id)),
  update: verb
    .meta({
      rest: {
        method: "PUT",
        path: "/api/message-channels/{id}",
        summary: "Change a channel, or switch it on or off",
        tag,
      },
    })
    .input(channelUpdate)
    .output(channelOutput)
    .mutation(({ ctx, input }) => updateChannel(ctx.actor, input)),
  delete: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/message-channels/{id}",
        summary: "Delete a channel with the record of its deliveries",
        tag,
      },
    })
    .input(byId)
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(({ ctx, input }) => deleteChannel(ctx.actor, input.id)),
  test: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/message-channels/{id}/test",
        summary: "Send a test message through a channel now, and say what happened",
        tag,
      },
    })
    .input(byId)
    .output(channelTestOutput)
    .mutation(({ ctx, input }) => testChannel(ctx.actor, input.id)),
});
