import { z } from "zod";
import {
  getMessage,
  listMessages,
  resendFailed,
  resendMessage,
  testEndpoint,
} from "@/server/endpoints/messages";
import {
  endpointCreate,
  endpointList,
  endpointOutput,
  endpointRotate,
  endpointUpdate,
  messageList,
  messageOutput,
  messageSummary,
  noticeTypeOutput,
  resendFailedInput,
} from "@/server/endpoints/schema";
import {
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listEndpoints,
  listNoticeTypes,
  rotateEndpointSecret,
  updateEndpoint,
} from "@/server/endpoints/service";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Endpoints";
const byId = z.strictObject({ id: idInput });

export const endpointsRouter = createRouter({
  noticeTypes: verb
    .meta({
      rest: { method: "GET", path: "/api/notice-types", summary: "List what endpoints can be told of", tag },
    })
    .output(z.array(noticeTypeOutput))
    .query(({ ctx }) => listNoticeTypes(ctx.actor)),
  list: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/endpoints",
        summary: "List the endpoints outside that are told of what happens in the hub, newest first",
        tag,
        list: true,
      },
    })
    .input(endpointList)
    .output(pageOf(endpointOutput))
    .query(({ ctx, input }) => listEndpoints(ctx.actor, input)),
  create: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/endpoints",
        summary: "Add an endpoint; the reply carries its secret, this once",
        tag,
        status: 201,
      },
    })
    .input(endpointCreate)
    .output(endpointOutput)
    .mutation(({ ctx, input }) => createEndpoint(ctx.actor, input)),
  get: verb
    .meta({ rest: { method: "GET", path: "/api/endpoints/{id}", summary: "Read an endpoint", tag } })
    .input(byId)
    .output(endpointOutput)
    .query(({ ctx, input }) => getEndpoint(ctx.actor, input.id)),
  update: verb
    .meta({
      rest: {
        method: "PUT",
        path: "/api/endpoints/{id}",
        summary: "Change an endpoint, or switch it on or off",
        tag,
      },
    })
    .input(endpointUpdate)
    .output(endpointOutput)
    .mutation(({ ctx, input }) => updateEndpoint(ctx.actor, input)),
  delete: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/endpoints/{id}",
        summary: "Delete an endpoint with its log",
        tag,
      },
    })
    .input(byId)
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(({ ctx, input }) => deleteEndpoint(ctx.actor, input.id)),
  rotateSecret: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/endpoints/{id}/rotate-secret",
        summary: "Give an endpoint a new secret; messages are signed with the one before as well for a while",
        tag,
      },
    })
    .input(endpointRotate)
    .output(z.object({ secret: z.string(), previousSecretExpiresAt: z.string().nullable() }))
    .mutation(({ ctx, input }) => rotateEndpointSecret(ctx.actor, input)),
  test: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/endpoints/{id}/test",
        summary: "Send an endpoint a message of the type ping",
        tag,
        status: 202,
      },
    })
    .input(byId)
    .output(messageOutput)
    .mutation(({ ctx, input }) => testEndpoint(ctx.actor, input.id)),
  listMessages: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/endpoints/{id}/messages",
        summary: "List what an endpoint was sent, newest first",
        tag,
        list: true,
      },
    })
    .input(messageList)
    .output(pageOf(messageSummary))
    .query(({ ctx, input }) => listMessages(ctx.actor, input)),
  resendFailed: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/endpoints/{id}/resend-failed",
        summary: "Send every message again that failed since a time",
        tag,
        status: 202,
      },
    })
    .input(resendFailedInput)
    .output(z.object({ count: z.number() }))
    .mutation(({ ctx, input }) => resendFailed(ctx.actor, input)),
  getMessage: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/endpoint-messages/{id}",
        summary: "Read a message with its attempts",
        tag,
      },
    })
    .input(byId)
    .output(messageOutput)
    .query(({ ctx, input }) => getMessage(ctx.actor, input.id)),
  resendMessage: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/endpoint-messages/{id}/resend",
        summary: "Send a message again, with the same id",
        tag,
        status: 202,
      },
    })
    .input(byId)
    .output(messageOutput)
    .mutation(({ ctx, input }) => resendMessage(ctx.actor, input.id)),
});
