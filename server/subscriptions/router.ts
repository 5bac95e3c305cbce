import { z } from "zod";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import {
  subscriptionBulk,
  subscriptionCreate,
  subscriptionList,
  subscriptionOutput,
  subscriptionSummary,
  subscriptionUpdate,
} from "@/server/subscriptions/schema";
import {
  changeSubscriptions,
  createSubscription,
  deleteSubscription,
  getSubscription,
  listAllSubscriptions,
  listSubscriptions,
  updateSubscription,
} from "@/server/subscriptions/service";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Subscriptions";

export const subscriptionsRouter = createRouter({
  listForPersona: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{personaId}/subscriptions",
        summary: "List what a persona listens to",
        tag,
      },
    })
    .input(z.strictObject({ personaId: idInput }))
    .output(z.array(subscriptionOutput))
    .query(({ ctx, input }) => listSubscriptions(ctx.actor, input.personaId)),
  listAll: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/subscriptions",
        summary: "List the subscriptions of all personas, newest first",
        tag,
        list: true,
      },
    })
    .input(subscriptionList)
    .output(pageOf(subscriptionSummary))
    .query(({ ctx, input }) => listAllSubscriptions(ctx.actor, input)),
  get: verb
    .meta({ rest: { method: "GET", path: "/api/subscriptions/{id}", summary: "Read a subscription", tag } })
    .input(z.strictObject({ id: idInput }))
    .output(subscriptionSummary)
    .query(({ ctx, input }) => getSubscription(ctx.actor, input.id)),
  create: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/subscriptions",
        summary: "Subscribe a persona to an event type",
        tag,
        status: 201,
      },
    })
    .input(subscriptionCreate)
    .output(subscriptionOutput)
    .mutation(({ ctx, input }) => createSubscription(ctx.actor, input)),
  update: verb
    .meta({ rest: { method: "PUT", path: "/api/subscriptions/{id}", summary: "Change a subscription", tag } })
    .input(subscriptionUpdate)
    .output(subscriptionOutput)
    .mutation(({ ctx, input }) => updateSubscription(ctx.actor, input)),
  change: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/subscriptions/bulk",
        summary: "Enable, disable or delete many subscriptions",
        tag,
      },
    })
    .input(subscriptionBulk)
    .output(z.object({ changedCount: z.number() }))
    .mutation(({ ctx, input }) => changeSubscriptions(ctx.actor, input)),
  delete: verb
    .meta({
      rest: { method: "DELETE", path: "/api/subscriptions/{id}", summary: "Delete a subscription", tag },
    })
    .input(z.strictObject({ id: idInput }))
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(({ ctx, input }) => deleteSubscription(ctx.actor, input.id)),
});
