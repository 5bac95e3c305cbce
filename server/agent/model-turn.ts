import type { Execution } from "@/prisma/generated/client";
import { CancelRequested, watchForCancel } from "@/server/agent/cancel-watch";
import type { ModelPlan } from "@/server/agent/plan-model";
import { countUsage, recordTurn } from "@/server/agent/record-turn";
import { ModelError, streamTurn, type TurnResult } from "@/server/claude";
import { db } from "@/server/db";
import type { Ending } from "@/server/executions/claim";
import { openOutput } from "@/server/executions/output";
import type { Usage } from "@/server/models";
import type { Prompt } from "@/server/prompts/assemble";
import { readSettings } from "@/server/settings/service";

type Turn = { turn: number; attempt: number; isLast: boolean };
type Retry = { retryAfterMs: number; reason: string };

/**
 * Streams one model turn into the execution's output. Returns how the execution ends, or that the turn is
 * worth another try; what was said so far is kept either way, and what it cost is counted. The persona's
 * time limit counts from here, so that a restart of the hub does not eat it up.
 */
export async function runModel(
  execution: Execution,
  prompt: Prompt,
  plan: ModelPlan,
  { turn, attempt, isLast }: Turn,
): Promise<Ending | Retry> {
  const startedAt = Date.now();
  const isStillWanted = await markStarted(execution.id, plan.model);
  if (!isStillWanted) return { status: "cancelled" };
  const output = await openOutput(execution.id, turn, attempt);
  const watch = watchForCancel(execution.id);
  const deadline = AbortSignal.timeout(execution.timeoutMs);
  let said = "";
  const used: Usage[] = [];
  try {
    const result = await streamTurn({
      ...plan,
      system: prompt.system,
      messages: [{ role: "user", content: prompt.user }],
      signal: AbortSignal.any([watch.signal, deadline]),
      idleTimeoutMs: (await readSettings()).modelIdleTimeoutMs,
      onText: (text) => {
        said += withoutNul(text);
        output.write(text);
      },
      onUsage: (usage) => used.push(usage),
    });
    if (result.stopReason === "max_tokens")
      output.notice(`The answer was cut at ${plan.maxTokens} tokens, the persona's limit.`);
    if (result.stopReason === "refusal") output.notice("The model declined to answer.");
    const durationMs = Date.now() - startedAt;
    await Promise.all([
      output.close(),
      recordTurn({ executionId: execution.id, turn, attempt, model: plan.model, durationMs, result }),
    ]);
    return { status: "completed", outputData: readText(result.content) };
  } catch (error) {
    const isCancelled = error instanceof CancelRequested;
    if (!isCancelled && !deadline.aborted && !(error instanceof ModelError)) throw error;
    for (const usage of used) await countUsage(execution.id, plan.model, usage);
    const outputData = said || undefined;
    if (isCancelled) return { status: "cancelled", outputData };
    if (deadline.aborted) {
      const errorMessage = `Timed out: the persona's limit of ${execution.timeoutMs / 1000} s was reached.`;
      return { status: "failed", errorMessage, outputData };
    }
    const { message, isRetryable, retryAfterMs } = error as ModelError;
    const waitMs = retryAfterMs ?? backoffMs(attempt);
    if (!isRetryable || isLast) return { status: "failed", errorMessage: message, outputData };
    if (waitMs > execution.timeoutMs) {
      const errorMessage = `${message} (asked to wait ${Math.ceil(waitMs / 1000)} s, longer than the persona's limit)`;
      return { status: "failed", errorMessage, outputData };
    }
    output.notice(`${message} Trying again in ${Math.ceil(waitMs / 1000)} s.`);
    await markWaiting(execution.id);
    return { retryAfterMs: waitMs, reason: message };
  } finally {
    watch.stop();
    await output.close();
  }
}

/** What a turn's text blocks say. */
export function readText(content: TurnResult["content"]): string {
  return withoutNul(content.map((block) => (block.type === "text" ? block.text : "")).join(""));
}

/** Postgres takes no NUL in text. */
export function withoutNul(text: string): string {
  return text.replaceAll("\u0000", "");
}

/** False when it was ended meanwhile, by a cancel that came between the claim and here. */
async function markStarted(id: string, model: string): Promise<boolean> {
  const { count } = await db.execution.updateMany({
    where: { id, status: "running" },
    data: { modelUsed: model, waitingFor: null },
  });
  return count === 1;
}

async function markWaiting(id: string): Promise<void> {
  await db.execution.updateMany({ where: { id, status: "running" }, data: { waitingFor: "retry" } });
}

/** 1 s, 2 s, 4 s … up to a minute, with up to a quarter of chance so that many do not return at once. */
function backoffMs(attempt: number): number {
  return Math.min(1_000 * 2 ** attempt, 60_000) * (1 + Math.random() / 4);
}
