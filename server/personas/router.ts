import { z } from "zod";
import { pageOf } from "@/server/page-input";
import {
  idInput,
  personaInput,
  personaList,
  personaOutput,
  personaSummary,
  webhookRotate,
} from "@/server/personas/schema";
import {
  getPersona,
  listPersonas,
  removePersona,
  rotateWebhookSecret,
  savePersona,
} from "@/server/personas/service";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Personas";
const byId = z.strictObject({ id: idInput });

export const personasRouter = createRouter({
  list: verb
    .meta({ rest: { method: "GET", path: "/api/personas", summary: "List personas", tag, list: true } })
    .input(personaList)
    .output(pageOf(personaSummary))
    .query(({ ctx, input }) => listPersonas(ctx.actor, input)),
  get: verb
    .meta({ rest: { method: "GET", path: "/api/personas/{id}", summary: "Read a persona", tag } })
    .input(byId)
    .output(personaOutput)
    .query(({ ctx, input }) => getPersona(ctx.actor, input.id)),
  save: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/personas",
        summary: "Create a persona, or merge into the one with this id",
        tag,
        status: 201,
      },
    })
    .input(personaInput)
    .output(personaOutput)
    .mutation(async ({ ctx, input }) => {
      const { persona, isNew } = await savePersona(ctx.actor, input);
      ctx.reply.status = isNew ? 201 : 200;
      return persona;
    }),
  rotateWebhookSecret: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/personas/{id}/webhook-secret/rotate",
        summary: "Give the persona's webhook a new secret; the one before holds a while longer",
        tag,
      },
    })
    .input(webhookRotate)
    .output(z.object({ webhookSecret: z.string(), previousExpiresAt: z.string().nullable() }))
    .mutation(({ ctx, input }) => rotateWebhookSecret(ctx.actor, input)),
  delete: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/personas/{id}",
        summary: "Delete a persona; what it runs is cancelled",
        tag,
      },
    })
    .input(byId)
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(({ ctx, input }) => removePersona(ctx.actor, input.id)),
});
