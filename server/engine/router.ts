import { z } from "zod";
import { readOverview } from "@/server/engine/overview";
import {
  engineOverview,
  engineRun,
  engineRunDetail,
  engineStep,
  runInput,
  runList,
  stepInput,
} from "@/server/engine/schema";
import { cancelRun, getRun, listFunctions, listRuns, listSteps, retryRun } from "@/server/engine/service";
import { pageOf } from "@/server/page-input";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Engine";
const nothing = z.strictObject({}).optional();

export const engineRouter = createRouter({
  overview: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/engine",
        summary: "How busy the engine is, and what waits for it",
        tag,
      },
    })
    .input(nothing)
    .output(engineOverview)
    .query(({ ctx }) => readOverview(ctx.actor)),
  functions: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/engine/functions",
        summary: "List the functions that have runs",
        tag,
      },
    })
    .input(nothing)
    .output(z.array(z.string()))
    .query(({ ctx }) => listFunctions(ctx.actor)),
  list: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/engine/runs",
        summary: "List the runs of durable functions",
        tag,
        list: true,
      },
    })
    .input(runList)
    .output(pageOf(engineRun))
    .query(({ ctx, input }) => listRuns(ctx.actor, input)),
  get: verb
    .meta({ rest: { method: "GET", path: "/api/engine/runs/{id}", summary: "Read a run", tag } })
    .input(runInput)
    .output(engineRunDetail)
    .query(({ ctx, input }) => getRun(ctx.actor, input.id)),
  steps: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/engine/runs/{id}/steps",
        summary: "List the steps of a run, at most 100 at a time",
        tag,
        list: true,
      },
    })
    .input(stepInput)
    .output(pageOf(engineStep))
    .query(({ ctx, input }) => listSteps(ctx.actor, input)),
  cancel: verb
    .meta({ rest: { method: "POST", path: "/api/engine/runs/{id}/cancel", summary: "Cancel a run", tag } })
    .input(runInput)
    .output(engineRunDetail)
    .mutation(({ ctx, input }) => cancelRun(ctx.actor, input.id)),
  retry: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/engine/runs/{id}/retry",
        summary: "Run an ended run's function again with the same event",
        tag,
        status: 201,
      },
    })
    .input(runInput)
    .output(engineRunDetail)
    .mutation(({ ctx, input }) => retryRun(ctx.actor, input.id)),
});
