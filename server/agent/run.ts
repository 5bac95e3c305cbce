import type { Execution, Persona } from "@/prisma/generated/client";
import { readText, runModel, withoutNul } from "@/server/agent/model-turn";
import { planModel } from "@/server/agent/plan-model";
import type { TurnResult } from "@/server/claude";
import { db } from "@/server/db";
import { type Ending, endExecution } from "@/server/executions/claim";
import { completeOutput, openOutput } from "@/server/executions/output";
import { parseOrUndefined } from "@/server/json-text";
import type { Runtime } from "@/server/personas/schema";
import { findPersona } from "@/server/personas/service";
import type { Prompt } from "@/server/prompts/assemble";
import { type GatheredPrompt, gatherPrompt, hashPrompt } from "@/server/prompts/gather";
import { nonceOf } from "@/server/prompts/nonce";

export type Try = { attempt: number; isLast: boolean };
/** `retryAfterMs` asks for another try; everything else has ended the execution. */
export type TurnOutcome = { status: string } | { retryAfterMs: number; reason: string };

/** Only single-turn runs exist so far; tools will add more. */
const turn = 1;

/**
 * Carries out a claimed execution: one streamed turn of its model, or the dry run that shows what would
 * have been sent. A turn whose row is committed is never paid for again (design §12.5).
 */
export async function runTurn(executionId: string, { attempt, isLast }: Try): Promise<TurnOutcome> {
  const execution = await db.execution.findUnique({ where: { id: executionId } });
  if (execution?.status !== "running") return { status: execution?.status ?? "deleted" };
  if (execution.cancelRequestedAt) return end(executionId, { status: "cancelled" });
  const paid = await db.executionTurn.findUnique({ where: { executionId_turn: { executionId, turn } } });
  if (paid) {
    const outputData = readText(JSON.parse(paid.content) as TurnResult["content"]);
    await completeOutput(executionId, turn, outputData);
    return end(executionId, { status: "completed", outputData });
  }

  const persona = await findPersona(execution.personaId);
  if (execution.hasPersona && !persona) {
    return end(executionId, { status: "cancelled", errorMessage: "Its persona was deleted before it ran." });
  }
  const { tools, variables, hash, ...prompt } = await assembleFor(execution, persona);
  await db.$transaction([
    db.executionPrompt.createMany({
      data: [{ executionId, ...prompt, tools: JSON.stringify(tools), variables: JSON.stringify(variables) }],
      skipDuplicates: true,
    }),
    db.execution.updateMany({ where: { id: executionId, promptHash: null }, data: { promptHash: hash } }),
  ]);
  if (execution.runtime === "dry-run") return runDry(execution, prompt, attempt);
  const plan = await planModel(persona);
  if ("problem" in plan) return end(executionId, { status: "failed", errorMessage: plan.problem });
  const outcome = await runModel(execution, prompt, plan, { turn, attempt, isLast });
  return "retryAfterMs" in outcome ? outcome : end(executionId, outcome);
}

/** The prompt of an execution: its persona's, or the bare request when none is registered. */
async function assembleFor(execution: Execution, persona: Persona | null): Promise<GatheredPrompt> {
  const input = parseOrUndefined(execution.inputData);
  if (persona) {
    const runtime = execution.runtime as Runtime;
    return gatherPrompt({ persona, runtime, input, nonce: nonceOf(execution.id) });
  }
  const request = (input as { request?: unknown } | undefined)?.request;
  const bare = {
    system: "",
    user: withoutNul(typeof request === "string" ? request : JSON.stringify(input)),
  };
  return { ...bare, tools: [], variables: [], hash: hashPrompt(bare) };
}

async function runDry(execution: Execution, prompt: Prompt, attempt: number): Promise<TurnOutcome> {
  const output = await openOutput(execution.id, turn, attempt);
  const pieces = [
    "Dry run: no model was called. This is what would have been sent.\n\n",
    "─── system ───\n\n",
    `${prompt.system}\n\n`,
    "─── user ───\n\n",
    prompt.user,
  ];
  for (const piece of pieces) {
    output.write(piece);
    output.flush();
  }
  await output.close();
  return end(execution.id, { status: "completed", outputData: pieces.join("") });
}

async function end(executionId: string, ending: Ending): Promise<TurnOutcome> {
  await endExecution(executionId, ending);
  return { status: ending.status };
}
