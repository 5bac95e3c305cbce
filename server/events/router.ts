import { z } from "zod";
import {
  eventHistogram,
  eventList,
  eventOutput,
  eventPublish,
  payloadInput,
  payloadPage,
} from "@/server/events/schema";
import {
  countByMinute,
  getEvent,
  listEvents,
  previewPrompt,
  publishEvent,
  readPayload,
} from "@/server/events/service";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Events";

export const eventsRouter = createRouter({
  publish: verb
    .meta({ rest: { method: "POST", path: "/api/events", summary: "Publish an event", tag, status: 201 } })
    .input(eventPublish)
    .output(eventOutput)
    .mutation(({ ctx, input }) => publishEvent(ctx.actor, input)),
  list: verb
    .meta({
      rest: { method: "GET", path: "/api/events", summary: "List events, newest first", tag, list: true },
    })
    .input(eventList)
    .output(pageOf(eventOutput))
    .query(({ ctx, input }) => listEvents(ctx.actor, input)),
  get: verb
    .meta({ rest: { method: "GET", path: "/api/events/{id}", summary: "Read an event", tag } })
    .input(z.strictObject({ id: idInput }))
    .output(eventOutput)
    .query(({ ctx, input }) => getEvent(ctx.actor, input.id)),
  payload: verb
    .meta({
      rest: { method: "GET", path: "/api/events/{id}/payload", summary: "Read a long payload in pages", tag },
    })
    .input(payloadInput)
    .output(payloadPage)
    .query(({ ctx, input }) => readPayload(ctx.actor, input.id, input.offset)),
  histogram: verb.output(eventHistogram).query(({ ctx }) => countByMinute(ctx.actor)),
  previewPrompt: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{personaId}/prompt",
        summary: "Show the prompt a persona would be given",
        tag: "Personas",
      },
    })
    .input(z.strictObject({ personaId: idInput, eventId: idInput.optional() }))
    .output(z.object({ system: z.string(), user: z.string() }))
    .query(({ ctx, input }) => previewPrompt(ctx.actor, input)),
});
