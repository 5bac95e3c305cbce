import { z } from "zod";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { backfillTrigger, previewDraft, previewTrigger, runTrigger } from "@/server/triggers/acts";
import { getStats, listFirings } from "@/server/triggers/history";
import {
  backfillOutput,
  draftPreview,
  firingList,
  firingOutput,
  previewOutput,
  savedPreview,
  triggerBackfill,
  triggerCreate,
  triggerList,
  triggerOutput,
  triggerRun,
  triggerStats,
  triggerUpdate,
} from "@/server/triggers/schema";
import {
  createTrigger,
  deleteTrigger,
  getTrigger,
  listPersonaTriggers,
  listTriggers,
  updateTrigger,
} from "@/server/triggers/service";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Triggers";
const byId = z.strictObject({ id: idInput });

export const triggersRouter = createRouter({
  list: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/triggers",
        summary: "List triggers, the next to fire first",
        tag,
        list: true,
      },
    })
    .input(triggerList)
    .output(pageOf(triggerOutput))
    .query(({ ctx, input }) => listTriggers(ctx.actor, input)),
  listForPersona: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{personaId}/triggers",
        summary: "List a persona's triggers",
        tag,
      },
    })
    .input(z.strictObject({ personaId: idInput }))
    .output(z.array(triggerOutput))
    .query(({ ctx, input }) => listPersonaTriggers(ctx.actor, input.personaId)),
  get: verb
    .meta({ rest: { method: "GET", path: "/api/triggers/{id}", summary: "Read a trigger", tag } })
    .input(byId)
    .output(triggerOutput)
    .query(({ ctx, input }) => getTrigger(ctx.actor, input.id)),
  create: verb
    .meta({ rest: { method: "POST", path: "/api/triggers", summary: "Create a trigger", tag, status: 201 } })
    .input(triggerCreate)
    .output(triggerOutput)
    .mutation(({ ctx, input }) => createTrigger(ctx.actor, input)),
  update: verb
    .meta({
      rest: { method: "PUT", path: "/api/triggers/{id}", summary: "Change, pause or resume a trigger", tag },
    })
    .input(triggerUpdate)
    .output(triggerOutput)
    .mutation(({ ctx, input }) => updateTrigger(ctx.actor, input)),
  delete: verb
    .meta({ rest: { method: "DELETE", path: "/api/triggers/{id}", summary: "Delete a trigger", tag } })
    .input(byId)
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(({ ctx, input }) => deleteTrigger(ctx.actor, input.id)),
  run: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/triggers/{id}/run",
        summary: "Fire a trigger now",
        tag,
        status: 201,
      },
    })
    .input(triggerRun)
    .output(firingOutput)
    .mutation(({ ctx, input }) => runTrigger(ctx.actor, input)),
  backfill: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/triggers/{id}/backfill",
        summary: "Fire a schedule's times in the past",
        tag,
      },
    })
    .input(triggerBackfill)
    .output(backfillOutput)
    .mutation(({ ctx, input }) => backfillTrigger(ctx.actor, input)),
  preview: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/triggers/{id}/preview",
        summary: "Show a trigger's next times",
        tag,
      },
    })
    .input(savedPreview)
    .output(previewOutput)
    .query(({ ctx, input }) => previewTrigger(ctx.actor, input)),
  previewDraft: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/triggers/preview",
        summary: "Show when a schedule would fire",
        tag,
      },
    })
    .input(draftPreview)
    .output(previewOutput)
    .mutation(({ ctx, input }) => previewDraft(ctx.actor, input)),
  firings: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/triggers/{id}/firings",
        summary: "List a trigger's firings, newest first",
        tag,
        list: true,
      },
    })
    .input(firingList)
    .output(pageOf(firingOutput))
    .query(({ ctx, input }) => listFirings(ctx.actor, input)),
  stats: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/triggers/{id}/stats",
        summary: "Count how a trigger's firings went",
        tag,
      },
    })
    .input(byId)
    .output(triggerStats)
    .query(({ ctx, input }) => getStats(ctx.actor, input.id)),
});
