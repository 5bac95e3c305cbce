import { z } from "zod";
import { getOverview, getStats } from "@/server/executions/overview";
import {
  executeInput,
  executionDetail,
  executionGet,
  executionList,
  executionOutput,
  executionOverview,
  executionRerun,
  executionStats,
  executionStatsInput,
} from "@/server/executions/schema";
import {
  cancelExecution,
  execute,
  getExecution,
  listExecutions,
  rerunExecution,
} from "@/server/executions/service";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Executions";
const byId = z.strictObject({ executionId: idInput });
const started = z.object({ executionId: z.string(), status: z.literal("queued") });

export const executionsRouter = createRouter({
  execute: verb
    .meta({
      rest: { method: "POST", path: "/api/execute", summary: "Run a persona, or a prompt", tag, status: 202 },
    })
    .input(executeInput)
    .output(started)
    .mutation(({ ctx, input }) => execute(ctx.actor, input)),
  list: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/executions",
        summary: "List executions, newest first",
        tag,
        list: true,
      },
    })
    .input(executionList)
    .output(pageOf(executionOutput))
    .query(({ ctx, input }) => listExecutions(ctx.actor, input)),
  stats: verb
    .meta({ rest: { method: "GET", path: "/api/executions/stats", summary: "Totals of the last days", tag } })
    .input(executionStatsInput)
    .output(executionStats)
    .query(({ ctx, input }) => getStats(ctx.actor, input)),
  overview: verb.output(executionOverview).query(({ ctx }) => getOverview(ctx.actor)),
  get: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/executions/{executionId}",
        summary: "Read an execution and its output",
        tag,
      },
    })
    .input(executionGet)
    .output(executionDetail)
    .query(({ ctx, input }) => getExecution(ctx.actor, input)),
  cancel: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/executions/{executionId}/cancel",
        summary: "Cancel an execution",
        tag,
      },
    })
    .input(byId)
    .output(z.object({ executionId: z.string(), status: z.literal("cancelling") }))
    .mutation(({ ctx, input }) => cancelExecution(ctx.actor, input.executionId)),
  rerun: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/executions/{executionId}/rerun",
        summary: "Run it again, with another version or input if given",
        tag,
        status: 202,
      },
    })
    .input(executionRerun)
    .output(started)
    .mutation(({ ctx, input }) => rerunExecution(ctx.actor, input)),
});
