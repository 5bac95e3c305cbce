import { z } from "zod";
import { pageOf } from "@/server/page-input";
import {
  idInput,
  personaInput,
  personaList,
  personaOutput,
  personaSummary,
  versionDiff,
  versionDiffInput,
  versionInput,
  versionList,
  versionOutput,
  versionSummary,
  webhookRotate,
} from "@/server/personas/schema";
import {
  getPersona,
  listPersonas,
  removePersona,
  rotateWebhookSecret,
  savePersona,
} from "@/server/personas/service";
import {
  diffTwoVersions,
  discardDraft,
  getVersion,
  listVersions,
  makeVersionLive,
} from "@/server/personas/versions";
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
  versions: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{id}/versions",
        summary: "List a persona's versions, newest first",
        tag,
        list: true,
      },
    })
    .input(versionList)
    .output(pageOf(versionSummary))
    .query(({ ctx, input }) => listVersions(ctx.actor, input)),
  version: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{id}/versions/{version}",
        summary: "Read a version of a persona",
        tag,
      },
    })
    .input(versionInput)
    .output(versionOutput)
    .query(({ ctx, input }) => getVersion(ctx.actor, input)),
  diffVersions: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{id}/versions/diff",
        summary: "Show what changed between two versions of a persona",
        tag,
      },
    })
    .input(versionDiffInput)
    .output(versionDiff)
    .query(({ ctx, input }) => diffTwoVersions(ctx.actor, input)),
  makeLive: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/personas/{id}/versions/{version}/live",
        summary: "Make a version the one that runs use, forward or back",
        tag,
      },
    })
    .input(versionInput)
    .output(personaOutput)
    .mutation(({ ctx, input }) => makeVersionLive(ctx.actor, input)),
  discardDraft: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/personas/{id}/versions/{version}",
        summary: "Discard a draft",
        tag,
      },
    })
    .input(versionInput)
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(({ ctx, input }) => discardDraft(ctx.actor, input)),
});
