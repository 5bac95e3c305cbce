import { z } from "zod";
import { readChain } from "@/server/events/chain";
import { readLanes, readReach } from "@/server/events/lanes";
import { listSeenTypes, previewDraft, previewMatches } from "@/server/events/preview";
import { previewPrompt } from "@/server/events/preview-prompt";
import { replayEvent, replayEvents } from "@/server/events/replay";
import { reviveEvent } from "@/server/events/revive";
import {
  eventAudit,
  eventChain,
  eventHistogram,
  eventLanes,
  eventList,
  eventOutput,
  eventPublish,
  eventReach,
  eventReplay,
  eventsReplay,
  eventsReplayed,
  lanesInput,
  payloadInput,
  payloadPage,
  promptPreview,
  promptPreviewInput,
  reachInput,
} from "@/server/events/schema";
import {
  auditEvent,
  countByMinute,
  getEvent,
  listEvents,
  publishEvent,
  readPayload,
} from "@/server/events/service";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import {
  draftPreview,
  draftPreviewInput,
  matchPreview,
  matchPreviewInput,
  seenTypes,
} from "@/server/subscriptions/schema";
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
  audit: verb
    .meta({
      rest: { method: "GET", path: "/api/events/{id}/audit", summary: "Show what became of an event", tag },
    })
    .input(z.strictObject({ id: idInput }))
    .output(eventAudit)
    .query(({ ctx, input }) => auditEvent(ctx.actor, input.id)),
  retry: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/events/{id}/retry",
        summary: "Match a failed or dead-lettered event again",
        tag,
      },
    })
    .input(z.strictObject({ id: idInput }))
    .output(eventOutput)
    .mutation(({ ctx, input }) => reviveEvent(ctx.actor, input.id)),
  replay: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/events/{id}/replay",
        summary: "Replay an event as a new one",
        tag,
        status: 201,
      },
    })
    .input(eventReplay)
    .output(eventOutput)
    .mutation(({ ctx, input: { id, key = ctx.idempotencyKey } }) => replayEvent(ctx.actor, { id, key })),
  replayMany: verb
    .meta({
      rest: { method: "POST", path: "/api/events/replay", summary: "Replay a selection of events", tag },
    })
    .input(eventsReplay)
    .output(eventsReplayed)
    .mutation(({ ctx, input }) =>
      replayEvents(ctx.actor, { ...input, key: input.key ?? ctx.idempotencyKey }),
    ),
  chain: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/events/{id}/chain",
        summary: "Show what led to an event, and what it led to",
        tag,
      },
    })
    .input(z.strictObject({ id: idInput }))
    .output(eventChain)
    .query(({ ctx, input }) => readChain(ctx.actor, input.id)),
  reach: verb
    .meta({ rest: { method: "GET", path: "/api/events/reach", summary: "Show what events reached", tag } })
    .input(reachInput)
    .output(eventReach)
    .query(({ ctx, input }) => readReach(ctx.actor, input)),
  lanes: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/events/lanes",
        summary: "Show events and executions over time",
        tag,
      },
    })
    .input(lanesInput)
    .output(eventLanes)
    .query(({ ctx, input }) => readLanes(ctx.actor, input)),
  histogram: verb.output(eventHistogram).query(({ ctx }) => countByMinute(ctx.actor)),
  previewMatches: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/subscriptions/preview",
        summary: "Show which personas would react to an event, and why",
        tag: "Subscriptions",
      },
    })
    .input(matchPreviewInput)
    .output(matchPreview)
    .mutation(({ ctx, input }) => previewMatches(ctx.actor, input)),
  previewDraft: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/subscriptions/preview-draft",
        summary: "Show which of the latest events a subscription would have matched",
        tag: "Subscriptions",
      },
    })
    .input(draftPreviewInput)
    .output(draftPreview)
    .mutation(({ ctx, input }) => previewDraft(ctx.actor, input)),
  seenTypes: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/subscriptions/event-types",
        summary: "List the types of the latest events",
        tag: "Subscriptions",
      },
    })
    .output(seenTypes)
    .query(({ ctx }) => listSeenTypes(ctx.actor)),
  previewPrompt: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/personas/{personaId}/prompt",
        summary: "Show the prompt a persona would be given",
        tag: "Personas",
      },
    })
    .input(promptPreviewInput)
    .output(promptPreview)
    .query(({ ctx, input }) => previewPrompt(ctx.actor, input)),
});
