import type { Execution, Persona } from "@/prisma/generated/client";
import { ModelError, streamTurn, type TurnResult } from "@/server/claude";
import { db } from "@/server/db";
import { assemblePrompt, type Prompt } from "@/server/executions/assemble";
import { CancelRequested, watchForCancel } from "@/server/executions/cancel-watch";
import { type Ending, endExecution } from "@/server/executions/claim";
import { completeOutput, openOutput } from "@/server/executions/output";
import { type ModelPlan, planModel } from "@/server/executions/plan-model";
import { parseOrUndefined } from "@/server/json-text";
import { costUsd } from "@/server/models";
import { findPersona } from "@/server/personas/service";
import { readSettings } from "@/server/settings/service";

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
  const prompt = assembleFor(execution, persona);
  await db.executionPrompt.createMany({ data: [{ executionId, ...prompt }], skipDuplicates: true });
  if (execution.runtime === "dry-run") return runDry(execution, prompt, attempt);
  const plan = await planModel(persona);
  if ("problem" in plan) return end(executionId, { status: "failed", errorMessage: plan.problem });
  return runModel(execution, prompt, plan, { attempt, isLast });
}

/** The prompt of an execution: its persona's, or the bare request when none is registered. */
function assembleFor(execution: Execution, persona: Persona | null): Prompt {
  const input = parseOrUndefined(execution.inputData);
  if (persona) return assemblePrompt(persona, input);
  const request = (input as { request?: unknown } | undefined)?.request;
  return { system: "", user: typeof request === "string" ? request : JSON.stringify(input) };
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

async function runModel(
  execution: Execution,
  prompt: Prompt,
  plan: ModelPlan,
  { attempt, isLast }: Try,
): Promise<TurnOutcome> {
  const startedAt = Date.now();
  const output = await openOutput(execution.id, turn, attempt);
  const watch = watchForCancel(execution.id);
  const deadline = AbortSignal.timeout(
    Math.max(1, execution.timeoutMs - (startedAt - (execution.startedAt?.getTime() ?? startedAt))),
  );
  let said = "";
  try {
    await db.execution.updateMany({
      where: { id: execution.id, status: "running" },
      data: { modelUsed: plan.model, waitingFor: null },
    });
    const result = await streamTurn({
      ...plan,
      system: prompt.system,
      messages: [{ role: "user", content: prompt.user }],
      signal: AbortSignal.any([watch.signal, deadline]),
      idleTimeoutMs: (await readSettings()).modelIdleTimeoutMs,
      onText: (text) => {
        said += text;
        output.write(text);
      },
    });
    if (result.stopReason === "max_tokens")
      output.notice(`The answer was cut at ${plan.maxTokens} tokens, the persona's limit.`);
    if (result.stopReason === "refusal") output.notice("The model declined to answer.");
    await Promise.all([
      output.close(),
      recordTurn(execution.id, plan.model, result, attempt, Date.now() - startedAt),
    ]);
    return end(execution.id, { status: "completed", outputData: readText(result.content) });
  } catch (error) {
    if (error instanceof CancelRequested) return endPartial({ status: "cancelled" });
    if (deadline.aborted) {
      return endPartial({
        status: "failed",
        errorMessage: `Timed out: the persona's limit of ${execution.timeoutMs / 1000} s was reached.`,
      });
    }
    if (!(error instanceof ModelError)) throw error;
    if (!error.isRetryable || isLast) return endPartial({ status: "failed", errorMessage: error.message });
    const retryAfterMs = error.retryAfterMs ?? backoffMs(attempt);
    output.notice(`${error.message} Trying again in ${Math.ceil(retryAfterMs / 1000)} s.`);
    await output.close();
    await db.execution.updateMany({
      where: { id: execution.id, status: "running" },
      data: { waitingFor: "retry" },
    });
    return { retryAfterMs, reason: error.message };
  } finally {
    watch.stop();
  }

  async function endPartial(ending: Ending): Promise<TurnOutcome> {
    await output.close();
    return end(execution.id, { ...ending, outputData: said || undefined });
  }
}

async function recordTurn(
  executionId: string,
  model: string,
  result: TurnResult,
  attempt: number,
  durationMs: number,
): Promise<void> {
  const cost = costUsd(model, result.usage, new Date());
  await db.$transaction([
    db.executionTurn.create({
      data: {
        executionId,
        turn,
        attempt,
        model: result.model,
        content: JSON.stringify(result.content).replaceAll("\\u0000", ""),
        stopReason: result.stopReason,
        ...result.usage,
        costUsd: cost,
        durationMs,
      },
    }),
    db.execution.update({
      where: { id: executionId },
      data: {
        inputTokens: { increment: result.usage.inputTokens },
        outputTokens: { increment: result.usage.outputTokens },
        cacheReadTokens: { increment: result.usage.cacheReadTokens },
        cacheWrite5mTokens: { increment: result.usage.cacheWrite5mTokens },
        cacheWrite1hTokens: { increment: result.usage.cacheWrite1hTokens },
        costUsd: { increment: cost },
        claudeSessionId: result.id,
      },
    }),
  ]);
}

async function end(executionId: string, ending: Ending): Promise<TurnOutcome> {
  await endExecution(executionId, ending);
  return { status: ending.status };
}

function readText(content: TurnResult["content"]): string {
  return content.map((block) => (block.type === "text" ? block.text : "")).join("");
}

/** 1 s, 2 s, 4 s … up to a minute, with up to a quarter of chance so that many do not return at once. */
function backoffMs(attempt: number): number {
  return Math.min(1_000 * 2 ** attempt, 60_000) * (1 + Math.random() / 4);
}
