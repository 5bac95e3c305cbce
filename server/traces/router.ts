import { z } from "zod";
import { idInput } from "@/server/personas/schema";
import { readToolInput, readToolOutput, readTurnText } from "@/server/traces/read-text";
import { textPageOutput, toolCallText, traceOutput, turnText } from "@/server/traces/schema";
import { getTrace } from "@/server/traces/service";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Executions";
const root = "/api/executions/{executionId}";

export const tracesRouter = createRouter({
  get: verb
    .meta({ rest: { method: "GET", path: `${root}/trace`, summary: "Read what an execution did", tag } })
    .input(z.strictObject({ executionId: idInput }))
    .output(traceOutput)
    .query(({ ctx, input }) => getTrace(ctx.actor, input.executionId)),
  toolInput: verb
    .meta({
      rest: {
        method: "GET",
        path: `${root}/tool-calls/{toolCallId}/input`,
        summary: "Read a tool call's arguments by pages",
        tag,
      },
    })
    .input(toolCallText)
    .output(textPageOutput)
    .query(({ ctx, input }) => readToolInput(ctx.actor, input)),
  toolOutput: verb
    .meta({
      rest: {
        method: "GET",
        path: `${root}/tool-calls/{toolCallId}/output`,
        summary: "Read a tool call's whole result by pages",
        tag,
      },
    })
    .input(toolCallText)
    .output(textPageOutput)
    .query(({ ctx, input }) => readToolOutput(ctx.actor, input)),
  turnText: verb
    .meta({
      rest: {
        method: "GET",
        path: `${root}/turns/{turn}/text`,
        summary: "Read what the model said in a turn by pages",
        tag,
      },
    })
    .input(turnText)
    .output(textPageOutput)
    .query(({ ctx, input }) => readTurnText(ctx.actor, input)),
});
