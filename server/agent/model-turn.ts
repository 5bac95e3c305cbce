import type Anthropic from "@anthropic-ai/sdk";
import { CancelRequested, watchForCancel } from "@/server/agent/cancel-watch";
import { orderModels, passesOn, placeOfTry } from "@/server/agent/fallback";
import type { ModelPlan } from "@/server/agent/plan-model";
import { hasCutCall, type Run } from "@/server/agent/read-run";
import { readText } from "@/server/agent/read-text";
import { countUsage, recordTurn } from "@/server/agent/record-turn";
import { describeTools } from "@/server/agent/run-tools";
import { settleBudget } from "@/server/budgets/hold";
import { ModelError, streamTurn } from "@/server/claude";
import { db } from "@/server/db";
import type { Ending } from "@/server/executions/claim";
import { beginOutput } from "@/server/executions/output";
import type { Usage } from "@/server/models";
import { type Redactor, redactDeep } from "@/server/redact";
import { readSettings } from "@/server/settings/service";
import { timeoutSignal } from "@/server/timeout-signal";
import type { HeldTool } from "@/server/tools/held-tool";
import { withoutNul } from "@/server/without-nul";

export type TurnOrder = {
  turn: number;
  /** How often it was tried before. */
  attempt: number;
  /** Whether a failure of this try ends the execution. */
  isLast: boolean;
  kind: "model" | "compaction";
  system: string;
  messages: Anthropic.MessageParam[];
  tools: HeldTool[];
  plan: ModelPlan;
  /** What is left of the persona's time limit. */
  leftMs: number;
  redactor: Redactor;
  /** Holds what the turn may cost; false when there is no room. A try that broke off has used its hold up. */
  mayPay: () => Promise<boolean>;
};
export type Retry = { kind: "retry"; afterMs: number };
/** The budget has no room for another try. */
export type NoRoom = { kind: "budget" };
export type Finished = { text: string; callIds: string[]; isCut: boolean };

/**
 * Streams one model turn into the execution's output and records it. When the model does not answer, the next of the
 * chain is asked. Returns the recorded turn, how the execution ends, or that another try is worth it, or that
 * the budget has no room for one; what was said so far is kept either way, and what it cost is counted.
 */
export async function runModelTurn(run: Run, order: TurnOrder): Promise<Finished | Ending | Retry | NoRoom> {
  const { turn, attempt, plan } = order;
  const models = orderModels(plan.chain, run.turns.at(-1)?.model ?? null);
  let place = placeOfTry(models, attempt);
  const first = models[place] ?? plan.chain[0] ?? "";
  const output = await beginOutput({
    executionId: run.id,
    turn,
    attempt,
    model: first,
    redactor: order.redactor,
  });
  // Ended meanwhile, by a cancel that came between the claim and here.
  if (!output) return { status: "cancelled" };
  const startedAt = Date.now();
  const watch = watchForCancel(run.id);
  const deadline = timeoutSignal(Math.max(1, order.leftMs));
  const signal = AbortSignal.any([watch.signal, deadline]);
  try {
    for (;;) {
      const model = models[place] ?? first;
      const tried = await tryModel(run, order, { model, signal, output });
      if ("text" in tried) return tried;
      const { error, said } = tried;
      const outputData = order.redactor.redact(said) || undefined;
      if (error instanceof CancelRequested) return { status: "cancelled", outputData };
      if (deadline.aborted) {
        const errorMessage = `Timed out: the persona's limit of ${run.timeoutMs / 1000} s was reached.`;
        return { status: "failed", errorMessage, outputData };
      }
      const message = order.redactor.redact(error.message);
      const waitMs = error.retryAfterMs ?? backoffMs(attempt);
      const next = models[place + 1];
      const failure = { status: error.status, isRetryable: error.isRetryable, waitMs, isLast: order.isLast };
      if (next !== undefined && passesOn(failure)) {
        if (!(await order.mayPay())) return { kind: "budget" };
        output.notice(`${model}: ${message} Asking ${next} instead.`);
        place += 1;
        continue;
      }
      if (!error.isRetryable || order.isLast) return { status: "failed", errorMessage: message, outputData };
      if (waitMs > run.timeoutMs) {
        const errorMessage = `${message} (asked to wait ${Math.ceil(waitMs / 1000)} s, longer than the persona's limit)`;
        return { status: "failed", errorMessage, outputData };
      }
      output.notice(`${message} Trying again in ${Math.ceil(waitMs / 1000)} s.`);
      await markWaiting(run.id, Date.now() - startedAt);
      return { kind: "retry", afterMs: Math.round(waitMs) };
    }
  } finally {
    watch.stop();
    await output.close();
  }
}

type Trying = {
  model: string;
  signal: AbortSignal;
  output: NonNullable<Awaited<ReturnType<typeof beginOutput>>>;
};
type Failed = { error: ModelError; said: string } | { error: CancelRequested; said: string };

async function tryModel(run: Run, order: TurnOrder, trying: Trying): Promise<Finished | Failed> {
  const { turn, attempt, kind, system, messages, tools, plan, redactor } = order;
  const { model, signal, output } = trying;
  const startedAt = Date.now();
  const used: Usage[] = [];
  let said = "";
  try {
    const result = await streamTurn({
      auth: plan.auth,
      model,
      maxTokens: plan.maxTokens,
      system,
      messages,
      // What others describe may quote what they were sent.
      tools: redactDeep(redactor, describeTools(tools)),
      mustAnswer: kind === "compaction",
      signal,
      idleTimeoutMs: (await readSettings()).modelIdleTimeoutMs,
      onText: (text) => {
        if (kind === "compaction") return;
        said += withoutNul(text);
        output.write(text);
      },
      onCut: (usage) => used.push(usage),
    });
    output.flush();
    if (result.stopReason === "max_tokens")
      output.notice(`The answer was cut at ${plan.maxTokens} tokens, the persona's limit.`);
    if (result.stopReason === "refusal") output.notice("The model declined to answer.");
    if (result.stopReason === "model_context_window_exceeded")
      output.notice("The answer was cut: the model's context is full.");
    const durationMs = Date.now() - startedAt;
    const { id: executionId, personaId } = run;
    const finished = { executionId, personaId, turn, attempt, kind, model, durationMs, result, tools };
    const callIds = await recordTurn({ ...finished, redactor });
    return { text: redactor.redact(readText(result.content)), callIds, isCut: hasCutCall(result) };
  } catch (error) {
    if (!(error instanceof CancelRequested) && !signal.aborted && !(error instanceof ModelError)) throw error;
    for (const usage of used) {
      const costUsd = await countUsage(run.id, model, usage);
      await settleBudget({ executionId: run.id, turn, personaId: run.personaId, costUsd });
    }
    return { error: error as ModelError | CancelRequested, said } as Failed;
  }
}

async function markWaiting(id: string, triedMs: number): Promise<void> {
  await db.execution.updateMany({
    where: { id, status: "running" },
    data: { waitingFor: "retry", triedMs: { increment: triedMs } },
  });
}

/** 1 s, 2 s, 4 s … up to a minute, with up to a quarter of chance so that many do not return at once. */
function backoffMs(attempt: number): number {
  return Math.min(1_000 * 2 ** attempt, 60_000) * (1 + Math.random() / 4);
}
