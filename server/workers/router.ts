import { z } from "zod";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { createRouter, verb } from "@/server/trpc/init";
import { completeExecution } from "@/server/workers/complete";
import { takeEvents } from "@/server/workers/events";
import { giveUp } from "@/server/workers/hand-back";
import { heartbeat } from "@/server/workers/heartbeat";
import { hello } from "@/server/workers/hello";
import { leaseWork } from "@/server/workers/lease-work";
import { noteProgress, writeOutput } from "@/server/workers/output";
import { askForReview } from "@/server/workers/reviews";
import {
  busyInput,
  completeInput,
  eventsInput,
  heartbeatInput,
  heartbeatOutput,
  helloInput,
  helloOutput,
  leaseInput,
  leaseOutput,
  outputInput,
  progressInput,
  reviewInput,
  toolCallsInput,
  workerList,
  workerOutput,
} from "@/server/workers/schema";
import { drainWorker, getWorker, listWorkers, removeWorker } from "@/server/workers/service";
import { takeToolCalls } from "@/server/workers/tool-calls";

const tag = "Workers";
const byId = z.strictObject({ id: idInput });
const done = z.object({ ok: z.literal(true) });

/** A message of the workers' protocol: POST /api/workers/<name> (contracts/personas.md §1.8). */
const message = (name: string, summary: string) =>
  verb.meta({ rest: { method: "POST", path: `/api/workers/${name}`, summary, tag } });

export const workersRouter = createRouter({
  list: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/workers",
        summary: "List the workers, with what each is doing",
        tag,
        list: true,
      },
    })
    .input(workerList)
    .output(pageOf(workerOutput))
    .query(({ ctx, input }) => listWorkers(ctx.actor, input)),
  get: verb
    .meta({ rest: { method: "GET", path: "/api/workers/{id}", summary: "Read a worker", tag } })
    .input(byId)
    .output(workerOutput)
    .query(({ ctx, input }) => getWorker(ctx.actor, input.id)),
  drain: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/workers/{id}/drain",
        summary: "Let a worker finish what it runs and take nothing new",
        tag,
      },
    })
    .input(byId)
    .output(workerOutput)
    .mutation(({ ctx, input }) => drainWorker(ctx.actor, input.id, true)),
  resume: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/workers/{id}/resume",
        summary: "Let a worker take work again",
        tag,
      },
    })
    .input(byId)
    .output(workerOutput)
    .mutation(({ ctx, input }) => drainWorker(ctx.actor, input.id, false)),
  remove: verb
    .meta({
      rest: {
        method: "DELETE",
        path: "/api/workers/{id}",
        summary: "Remove a worker; others take what it ran",
        tag,
      },
    })
    .input(byId)
    .output(z.object({ deleted: z.literal(true) }))
    .mutation(({ ctx, input }) => removeWorker(ctx.actor, input.id)),
  hello: message("hello", "A worker says hello; the reply carries its session")
    .input(helloInput)
    .output(helloOutput)
    .mutation(({ ctx, input }) => hello(ctx.actor, input)),
  lease: message("lease", "A worker asks for work, and waits for some")
    .input(leaseInput)
    .output(leaseOutput)
    .mutation(({ ctx, input }) => leaseWork(ctx.actor, input, ctx.signal)),
  output: message("output", "A worker sends what an execution printed, in numbered chunks")
    .input(outputInput)
    .output(z.object({ seq: z.number() }))
    .mutation(({ ctx, input }) => writeOutput(ctx.actor, input)),
  progress: message("progress", "A worker says how far an execution is")
    .input(progressInput)
    .output(done)
    .mutation(({ ctx, input }) => noteProgress(ctx.actor, input)),
  toolCalls: message("tool-calls", "A worker tells which tools the CLI called, and what came back")
    .input(toolCallsInput)
    .output(done)
    .mutation(({ ctx, input }) => takeToolCalls(ctx.actor, input)),
  events: message("events", "A worker hands over the protocols that a persona used")
    .input(eventsInput)
    .output(z.object({ applied: z.number(), problems: z.array(z.string()) }))
    .mutation(({ ctx, input }) => takeEvents(ctx.actor, input)),
  review: message("review", "A worker asks a person; the answer comes with a heartbeat")
    .input(reviewInput)
    .output(z.object({ reviewId: z.string(), status: z.string() }))
    .mutation(({ ctx, input }) => askForReview(ctx.actor, input)),
  heartbeat: message("heartbeat", "A worker renews its leases and is told what to cancel")
    .input(heartbeatInput)
    .output(heartbeatOutput)
    .mutation(({ ctx, input }) => heartbeat(ctx.actor, input)),
  busy: message("busy", "A worker gives an execution back, for another to take")
    .input(busyInput)
    .output(done)
    .mutation(({ ctx, input }) => giveUp(ctx.actor, input)),
  complete: message("complete", "A worker reports how an execution ended")
    .input(completeInput)
    .output(z.object({ executionId: z.string(), status: z.string() }))
    .mutation(({ ctx, input }) => completeExecution(ctx.actor, input)),
});
