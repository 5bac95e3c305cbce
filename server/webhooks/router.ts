import { z } from "zod";
import { eventOutput, payloadPage } from "@/server/events/schema";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { createRouter, verb } from "@/server/trpc/init";
import {
  createGithubHook,
  deleteGithubHook,
  listGithubHooks,
  updateGithubHook,
} from "@/server/webhooks/github-hooks";
import { reconcileGithub } from "@/server/webhooks/reconcile";
import { resendDelivery } from "@/server/webhooks/resend";
import {
  bodyInput,
  deliveryList,
  deliveryOutput,
  deliverySummary,
  githubHookCreate,
  githubHookList,
  githubHookOutput,
  githubHookUpdate,
  receiverOutput,
  reconcileOutput,
  resendInput,
  rotateInput,
  rotateOutput,
} from "@/server/webhooks/schema";
import { revokeSecret, rotateSecret } from "@/server/webhooks/secrets";
import { getDelivery, listDeliveries, listReceivers, readDeliveryBody } from "@/server/webhooks/service";

const tag = "Webhooks";
const byId = z.strictObject({ id: idInput });
const deleted = z.object({ deleted: z.literal(true) });

export const webhooksRouter = createRouter({
  listDeliveries: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/deliveries",
        summary: "List what came to the webhook doors, accepted or not, newest first",
        tag,
        list: true,
      },
    })
    .input(deliveryList)
    .output(pageOf(deliverySummary))
    .query(({ ctx, input }) => listDeliveries(ctx.actor, input)),
  getDelivery: verb
    .meta({ rest: { method: "GET", path: "/api/deliveries/{id}", summary: "Read a delivery", tag } })
    .input(byId)
    .output(deliveryOutput)
    .query(({ ctx, input }) => getDelivery(ctx.actor, input.id)),
  deliveryBody: verb
    .meta({
      rest: { method: "GET", path: "/api/deliveries/{id}/body", summary: "Read a long body in pages", tag },
    })
    .input(bodyInput)
    .output(payloadPage)
    .query(({ ctx, input }) => readDeliveryBody(ctx.actor, input.id, input.offset)),
  resendDelivery: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/deliveries/{id}/resend",
        summary: "Replay an accepted delivery's event, or let in one that was not accepted",
        tag,
        status: 201,
      },
    })
    .input(resendInput)
    .output(eventOutput)
    .mutation(({ ctx, input: { id, key = ctx.idempotencyKey } }) => resendDelivery(ctx.actor, { id, key })),
  listReceivers: verb
    .meta({ rest: { method: "GET", path: "/api/receivers", summary: "List the webhook receivers", tag } })
    .output(z.array(receiverOutput))
    .query(({ ctx }) => listReceivers(ctx.actor)),
  rotateSecret: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/receivers/{provider}/secret/rotate",
        summary: "Give a receiver a new secret; the one before holds a while longer",
        tag,
      },
    })
    .input(rotateInput)
    .output(rotateOutput)
    .mutation(({ ctx, input }) => rotateSecret(ctx.actor, input)),
  revokeSecret: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/receivers/secrets/{id}",
        summary: "Take a receiver's secret away at once",
        tag,
      },
    })
    .input(byId)
    .output(deleted)
    .mutation(({ ctx, input }) => revokeSecret(ctx.actor, input.id)),
  listGithubHooks: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/github-hooks",
        summary: "List the webhooks at GitHub whose missed deliveries are fetched",
        tag,
      },
    })
    .output(githubHookList)
    .query(({ ctx }) => listGithubHooks(ctx.actor)),
  createGithubHook: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/github-hooks",
        summary: "Have a webhook at GitHub checked for missed deliveries",
        tag,
        status: 201,
      },
    })
    .input(githubHookCreate)
    .output(githubHookOutput)
    .mutation(({ ctx, input }) => createGithubHook(ctx.actor, input)),
  updateGithubHook: verb
    .meta({
      rest: { method: "PUT", path: "/api/github-hooks/{id}", summary: "Check a webhook, or no longer", tag },
    })
    .input(githubHookUpdate)
    .output(githubHookOutput)
    .mutation(({ ctx, input }) => updateGithubHook(ctx.actor, input)),
  deleteGithubHook: verb
    .meta({
      rest: { method: "DELETE", path: "/api/github-hooks/{id}", summary: "Forget a webhook at GitHub", tag },
    })
    .input(byId)
    .output(deleted)
    .mutation(({ ctx, input }) => deleteGithubHook(ctx.actor, input.id)),
  reconcileGithub: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/hooks/github/reconcile",
        summary: "Fetch what GitHub could not deliver, now",
        tag,
      },
    })
    .output(reconcileOutput)
    .mutation(({ ctx }) => reconcileGithub(ctx.actor)),
});
