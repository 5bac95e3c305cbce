import type { Persona } from "@/prisma/generated/client";
import { askForSummary, cutResultCharacters, needsCompaction } from "@/server/agent/compaction";
import { buildConversation } from "@/server/agent/conversation";
import { runDry } from "@/server/agent/dry-run";
import { defaultMaxTurns, findReachedLimit, sumActiveMs } from "@/server/agent/limits";
import { type Finished, type Retry, runModelTurn, type TurnOrder } from "@/server/agent/model-turn";
import { type ModelPlan, planModel } from "@/server/agent/plan-model";
import { preparePrompt, readRunPersona } from "@/server/agent/prepare-prompt";
import { hasCutCall, hasResult, type Run, type RunPrompt, readRun } from "@/server/agent/read-run";
import { readText } from "@/server/agent/read-text";
import { listRunTools } from "@/server/agent/run-tools";
import { settleText } from "@/server/agent/settle-text";
import { tellOwnBudget, waitForBudget } from "@/server/agent/wait-for-budget";
import { holdBudget, releaseBudget } from "@/server/budgets/hold";
import { readRedactor } from "@/server/credentials/use";
import { type Ending, endExecution } from "@/server/executions/claim";
import { completeOutput, noteOutput } from "@/server/executions/output";
import { costUsd } from "@/server/models";
import { fenceSummary, fenceToolResult } from "@/server/prompts/fence";
import { nonceOf } from "@/server/prompts/nonce";
import type { Redactor } from "@/server/redact";
import { readSettings } from "@/server/settings/service";
import { offerToWorkers } from "@/server/workers/offer";

/** The engine's run that carries it out, and how often the next turn was tried in it. */
export type Try = { runId: string; tries: number };
/** `call`: these tool calls are next. `wait`: it stands aside, for a budget or a worker. `retry`: the model did not answer. */
export type Advance =
  | { kind: "call"; callIds: string[] }
  | { kind: "wait" }
  | Retry
  | { kind: "end"; status: string };

/** How often a turn is tried: with paid turns behind it longer (about eight minutes), since they would be paid again. */
const mostTries = { first: 5, later: 13 };

/**
 * Takes an execution one model turn further, from what its rows say: a turn whose row is committed is never paid for
 * again (design §12.5), and calls that have no result yet go first.
 */
export async function advanceExecution(executionId: string, attempt: Try): Promise<Advance> {
  const run = await readRun(executionId);
  if (run?.status !== "running") return { kind: "end", status: run?.status ?? "deleted" };
  if (run.cancelRequestedAt) return end(run, { status: "cancelled" });
  if (run.runtime === "worker") {
    await offerToWorkers(run.id);
    return { kind: "wait" };
  }
  const redactor = await readRedactor(run.personaId);
  const open = await followLastTurn(run, redactor);
  if (open) return open;

  const persona = await readRunPersona(run);
  if (run.hasPersona && !persona)
    return end(run, { status: "cancelled", errorMessage: "Its persona was deleted before it ran." });
  const prompt = run.prompt ?? (await preparePrompt(run, persona, redactor));
  if (run.runtime === "dry-run") {
    const outputData = await runDry(run.id, prompt, attempt.tries);
    return end(run, { status: "completed", outputData });
  }
  return takeTurn({ run, persona, prompt, redactor }, attempt);
}

/** What the last turn left to do: its calls, or the end. Null when another turn is next. */
async function followLastTurn(run: Run, redactor: Redactor): Promise<Advance | null> {
  const last = run.turns.at(-1);
  if (!last || last.kind === "compaction") return null;
  const calls = run.toolCalls.filter(({ turn }) => turn === last.turn);
  const open = calls.filter((call) => !hasResult(call));
  if (open.length === 0 && calls.length > 0) return null;
  const text = readText(last.content);
  await settleText(run, last.turn, text, redactor);
  if (open.length > 0) return { kind: "call", callIds: open.map(({ id }) => id) };
  await completeOutput(run.id, last.turn, text);
  return end(run, endOf(text, hasCutCall(last)));
}

/** An answer that was cut off in the middle of a call did not do what it was about to do. */
function endOf(outputData: string, isCut: boolean): Ending {
  if (!isCut) return { status: "completed", outputData };
  const errorMessage =
    "The answer was cut off in the middle of a tool call. Give the persona more tokens an answer (modelProfile.maxTokens).";
  return { status: "failed", errorMessage, outputData };
}

type Scene = { run: Run; persona: Persona | null; prompt: RunPrompt; redactor: Redactor };

async function takeTurn(scene: Scene, { runId, tries }: Try): Promise<Advance> {
  const { run, persona, prompt, redactor } = scene;
  const activeMs = sumActiveMs(run.triedMs, run.turns, run.toolCalls);
  const limits = await readLimits(run, persona);
  const reached = findReachedLimit(describeSpent(run, activeMs), limits);
  if (reached?.waitsFor === "budget") {
    await tellOwnBudget(run, limits.maxBudgetUsd, reached.message);
    return waitForBudget(run, runId, reached.message);
  }
  if (reached) return end(run, { status: "failed", errorMessage: reached.message, ...lastWords(run) });
  const plan = await planModel(persona);
  if ("problem" in plan) return end(run, { status: "failed", errorMessage: plan.problem });

  const turn = (run.turns.at(-1)?.turn ?? 0) + 1;
  const tools = persona ? await listRunTools(run.personaId) : [];
  const nonce = nonceOf(run.id);
  const isFull = needsCompaction(run, plan.chain);
  const conversation = buildConversation(prompt.user, run, {
    result: (text) => fenceToolResult(isFull === "cut" ? text.slice(0, cutResultCharacters) : text, nonce),
    summary: (text) => fenceSummary(text, nonce),
  });
  const messages = isFull ? askForSummary(conversation) : conversation;
  const order: TurnOrder = {
    turn,
    attempt: tries,
    isLast: tries + 1 >= (run.turns.length === 0 ? mostTries.first : mostTries.later),
    kind: isFull ? "compaction" : "model",
    system: prompt.system,
    messages,
    tools,
    plan,
    leftMs: run.timeoutMs - activeMs,
    redactor,
    mayPay: async () => persona?.monthlyBudgetUsd == null || holdRoom(run, order, plan),
  };
  const outcome = (await order.mayPay()) ? await runModelTurn(run, order) : ({ kind: "budget" } as const);
  if ("status" in outcome) return end(run, outcome);
  if (!("kind" in outcome)) return follow(run, order, outcome);
  if (outcome.kind === "retry") return outcome;
  return waitForBudget(run, runId, `The monthly budget of ${run.personaName} is reached. Raise it to go on.`);
}

async function follow(run: Run, { turn, kind, redactor }: TurnOrder, finished: Finished): Promise<Advance> {
  if (kind === "compaction") {
    await noteOutput(run.id, turn, ["The conversation filled the model's context and was summarised."]);
    return { kind: "call", callIds: [] };
  }
  await settleText(run, turn, finished.text, redactor);
  if (finished.callIds.length === 0) return end(run, endOf(finished.text, finished.isCut));
  return { kind: "call", callIds: finished.callIds };
}

/** Holds the most that the turn may cost: every token of its prompt fresh, and as long an answer as it may give. */
async function holdRoom(run: Run, order: TurnOrder, { chain, maxTokens }: ModelPlan): Promise<boolean> {
  const characters =
    order.system.length + JSON.stringify(order.messages).length + JSON.stringify(order.tools).length;
  const usage = {
    inputTokens: 0,
    outputTokens: maxTokens,
    cacheReadTokens: 0,
    cacheWrite5mTokens: Math.ceil(characters / 3),
    cacheWrite1hTokens: 0,
  };
  const amountUsd = Math.max(...chain.map((model) => costUsd(model, usage, new Date())));
  const { id: executionId, personaId } = run;
  return (await holdBudget({ executionId, turn: order.turn, personaId, amountUsd })) === "held";
}

async function readLimits(run: Run, persona: Persona | null) {
  return {
    maxTurns: persona?.maxTurns ?? defaultMaxTurns,
    maxTokens: (await readSettings()).maxTokensPerExecution,
    maxBudgetUsd: persona?.maxBudgetUsd ?? null,
    timeoutMs: run.timeoutMs,
  };
}

function describeSpent(run: Run, activeMs: number) {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens } = run;
  return {
    turnCount: run.turns.filter(({ kind }) => kind === "model").length,
    tokenCount: inputTokens + outputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens,
    costUsd: run.costUsd,
    activeMs,
  };
}

/** What a run that is ended by a limit had said last. */
function lastWords(run: Run): { outputData?: string } {
  const last = run.turns.findLast(({ kind }) => kind === "model");
  const text = last ? readText(last.content) : "";
  return text ? { outputData: text } : {};
}

async function end(run: Run, ending: Ending): Promise<Advance> {
  await endExecution(run.id, ending);
  await releaseBudget(run.id);
  return { kind: "end", status: ending.status };
}
