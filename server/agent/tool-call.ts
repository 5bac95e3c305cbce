import { Prisma, type Review } from "@/prisma/generated/client";

import { watchForCancel } from "@/server/agent/cancel-watch";
import { type Call, readCall } from "@/server/agent/read-call";
import { hasResult } from "@/server/agent/read-run";
import { listRunTools, readRunTools } from "@/server/agent/run-tools";
import { type CallEnd, storeResult } from "@/server/agent/store-result";
import { askByProtocol, askForOutcome, askToRun, findReview } from "@/server/agent/tool-review";
import { hashCanonical } from "@/server/canonical-json";
import { readRedactor } from "@/server/credentials/use";
import { db, runHotStatement } from "@/server/db";
import { parseOrUndefined } from "@/server/json-text";
import { logger } from "@/server/logger";
import { timeoutSignal } from "@/server/timeout-signal";
import type { HeldTool, ToolResult } from "@/server/tools/held-tool";

export type CallOutcome = "done" | "waiting";

/**
 * Carries out one tool call, at most once where it writes: it is marked started before it goes out, and one that was
 * started and has no result is never repeated by itself (design §12.5). "waiting" when a person has to answer first.
 */
export async function runToolCall(executionId: string, id: string): Promise<CallOutcome> {
  const call = await readCall(executionId, id);
  // A worker's CLI has carried its own calls out itself.
  if (!call || hasResult(call) || call.source === "worker") return "done";
  if (call.execution.status !== "running" || call.execution.cancelRequestedAt) return "done";
  if (call.status === "started" && call.effect === "write") {
    // What became of it is asked first, whatever was decided about the tool since.
    await askForOutcome(call.execution, call);
    return "waiting";
  }
  const { personaId } = call.execution;
  const tools = await (call.status === "pending" ? listRunTools(personaId) : readRunTools(personaId));
  const tool = tools.find(({ name }) => name === call.name);
  if (!tool) return refuse(call, `There is no tool named ${call.name}.`, "failed");
  if (call.status === "pending") return begin(call, tool);
  if (call.status === "started") return resume(call, tool);
  const review = await findReview(call);
  if (!review) return refuse(call, "The question about this call is gone, so that it was not run.", "failed");
  if (review.status === "pending") return "waiting";
  return call.status === "unknown" ? settleUnknown(call, tool, review) : answer(call, tool, review);
}

/** A call that nobody has looked at yet. */
async function begin(call: Call, tool: HeldTool): Promise<CallOutcome> {
  const problem = tool.checkInput(parseOrUndefined(call.input));
  if (problem) return refuse(call, `The arguments do not fit: ${problem}`, "failed");
  if (call.policy === "deny" || tool.policy === "deny") return refuse(call, denied(call), "denied");
  if (call.source === "protocol" && call.name === "manual_review") {
    await askByProtocol(call.execution, call);
    return "waiting";
  }
  if (call.policy === "ask" || tool.policy === "ask") {
    await askToRun(call.execution, call);
    return "waiting";
  }
  return run(call, tool, parseOrUndefined(call.input));
}

/** A call that was under way when the hub went down, and may be repeated. */
async function resume(call: Call, tool: HeldTool): Promise<CallOutcome> {
  if (tool.policy === "deny") return refuse(call, denied(call), "denied");
  return run(call, tool, parseOrUndefined(call.input));
}

async function answer(call: Call, tool: HeldTool, review: Review): Promise<CallOutcome> {
  const notes = review.reviewerNotes ? ` ${review.reviewerNotes}` : "";
  if (review.kind === "manual_review") {
    const { status, reviewerNotes } = review;
    const decided = JSON.stringify({ decision: status, notes: reviewerNotes ?? undefined });
    await storeResult(call, "completed", { output: decided, isError: false });
    return "done";
  }
  if (review.status !== "approved") return refuse(call, `A person refused this call.${notes}`, "denied");
  // Taken away since it was asked about.
  if (tool.policy === "deny") return refuse(call, denied(call), "denied");
  const input = parseOrUndefined(review.editedArgs ?? call.input);
  if (hashCanonical(input) !== review.argsHash)
    return refuse(call, "What was approved is not what would run, so that it was not run.", "failed");
  const problem = tool.checkInput(input);
  if (problem) return refuse(call, `The arguments as a person edited them do not fit: ${problem}`, "failed");
  await db.executionToolCall.updateMany({
    where: { id: call.id, status: "waiting" },
    data: { status: "approved", approvedHash: review.argsHash, input: JSON.stringify(input) },
  });
  return run({ ...call, status: "approved", input: JSON.stringify(input) }, tool, input);
}

async function settleUnknown(call: Call, tool: HeldTool, review: Review): Promise<CallOutcome> {
  if (review.decision === "repeat" && tool.policy === "deny") return refuse(call, denied(call), "denied");
  if (review.decision === "repeat") return run(call, tool, parseOrUndefined(call.input));
  if (review.decision === "done") {
    await storeResult(call, "completed", {
      output: "The answer was lost. A person looked and says that it took effect.",
      isError: false,
    });
    return "done";
  }
  return refuse(call, "It is not known whether this took effect. A person abandoned it.", "failed");
}

async function run(call: Call, tool: HeldTool, input: unknown): Promise<CallOutcome> {
  const started = { id: call.id, status: "started", startedAt: new Date() };
  const { execution } = call;
  const [rows, redactor] = await Promise.all([
    runHotStatement(Prisma.sql`
      UPDATE execution_tool_call SET status = ${started.status}, started_at = ${started.startedAt}
      WHERE id = ${call.id} AND status = ${call.status} AND started_at IS NOT DISTINCT FROM ${call.startedAt}::timestamptz
        AND EXISTS (SELECT 1 FROM execution
          WHERE id = ${execution.id} AND status = 'running' AND cancel_requested_at IS NULL)
      RETURNING id`),
    readRedactor(execution.personaId),
  ]);
  // Somebody else carries it out, or it was cancelled.
  if (rows.length === 0) return "done";
  const watch = watchForCancel(execution.id);
  const leftMs = Math.max(1, execution.timeoutMs - call.activeMs);
  const signal = AbortSignal.any([watch.signal, timeoutSignal(leftMs)]);
  const result = await attempt(call, tool, input, signal).finally(() => watch.stop());
  const output = redactor.redact(result.output);
  // Nobody knows whether it took effect. While the execution goes on, a person is asked.
  if (result.isUnknown && call.effect === "write" && !signal.aborted) {
    await askForOutcome(execution, { ...call, ...started });
    return "waiting";
  }
  // An error of this leaves the step, so that what became of the call is asked rather than guessed.
  await storeResult(started, result.isError ? "failed" : "completed", { ...result, output });
  return "done";
}

async function attempt(call: Call, tool: HeldTool, input: unknown, signal: AbortSignal): Promise<ToolResult> {
  const { id: executionId, personaId, personaName } = call.execution;
  try {
    const context = { executionId, personaId, personaName, toolCallId: call.id, signal };
    return await ended(tool.run(input, context), signal);
  } catch (error) {
    if (!signal.aborted) logger.error({ err: error, toolCallId: call.id }, `The tool ${call.name} failed.`);
    return { output: describeFailure(error, signal, call.effect === "write"), isError: true };
  }
}

/** The result, or the signal's reason as soon as that is raised: a tool that does not heed it holds nothing up. */
function ended(result: Promise<ToolResult>, signal: AbortSignal): Promise<ToolResult> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  if (signal.aborted) reject(signal.reason);
  result.catch(() => undefined);
  promise.catch(() => undefined);
  return Promise.race([result, promise]);
}

function describeFailure(error: unknown, signal: AbortSignal, isWrite: boolean): string {
  if (!signal.aborted) return `The tool failed: ${error instanceof Error ? error.message : String(error)}`;
  const isTimeout = signal.reason instanceof DOMException && signal.reason.name === "TimeoutError";
  const why = isTimeout ? "the persona's time limit was reached" : "the execution was cancelled";
  return `Cut off: ${why}.${isWrite ? " It may have taken effect all the same." : ""}`;
}

function denied(call: Call): string {
  return `This persona may not use ${call.name}.`;
}

async function refuse(call: Call, output: string, status: CallEnd): Promise<CallOutcome> {
  await storeResult(call, status, { output, isError: true });
  return "done";
}
