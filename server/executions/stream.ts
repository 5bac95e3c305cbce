import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { type ErrorCode, notFound } from "@/server/errors";
import type { Send } from "@/server/event-stream";
import { createLineCounter } from "@/server/executions/count-lines";
import { type Standing, watchExecution } from "@/server/executions/feed";
import { readChunks } from "@/server/executions/output";
import { readProgress } from "@/server/executions/progress";
import { logger } from "@/server/logger";

const pageSize = 500;
/** So many looks in a row may fail, about five seconds' worth, before the reader is told. */
const mostFailures = 60;

/** Throws not_found, or forbidden, before a stream is begun. */
export async function requireStreamable(actor: Actor, executionId: string): Promise<void> {
  requireScope(actor, "executions:read");
  const count = await db.execution.count({ where: { id: executionId } });
  if (count === 0) throw notFound("execution", executionId);
}

/**
 * Sends an execution's output as it appears, from the piece after `after` on, then `complete`, and closes
 * (contracts/personas.md §1.7; design §12.7). Every piece has its seq as the event's id, so a reader that
 * lost the connection goes on without gap or double. `progress` says how far it is, `trace` that there is more of its
 * trace to read, `review_request` that a person is asked. `error` is of the stream itself, says whether it is worth
 * opening again, and is its last word. Returns the way out.
 */
export function streamExecution(
  executionId: string,
  after: number,
  send: Send,
  close: () => void,
): () => void {
  let cursor = after;
  let isBusy = false;
  let isBegun = false;
  let shown = "";
  let asked: string | null = null;
  let failures = 0;
  let count: ReturnType<typeof createLineCounter> | undefined;

  const end = (code: ErrorCode, message: string, transient: boolean) => {
    send({ event: "error", data: { executionId, error: message, code, transient } });
    close();
  };
  const fail = () => {
    failures += 1;
    if (failures < mostFailures) return;
    end("unavailable", "This execution cannot be read at the moment. Open the stream again to go on.", true);
  };

  const follow = async (standing: Standing) => {
    const { status, waitingFor, seq, mark, reviewId } = standing;
    const facts = `${status} ${waitingFor} ${mark}`;
    if (!isBegun) send({ event: "init", data: { executionId, status, seq } });
    isBegun = true;
    if (shown !== facts) {
      send({ event: "progress", data: { status, waitingFor, ...(await describeStage(executionId)) } });
      send({ event: "trace", data: { mark } });
    }
    shown = facts;
    if (reviewId !== null && reviewId !== asked)
      send({ event: "review_request", data: { executionId, ...(await describeReview(reviewId)) } });
    asked = reviewId;
    while (cursor < standing.seq) {
      const chunks = await readChunks(executionId, cursor, pageSize);
      if (chunks.length === 0) break;
      count ??= await openCounter(executionId, cursor);
      for (const { kind, ...chunk } of chunks) {
        const event = kind === "text" ? "output" : kind;
        const data = { ...chunk, totalOutputLines: count({ kind, ...chunk }) };
        send({
          event,
          id: chunk.seq,
          data: event === "output" ? { ...data, lines: chunk.text.split("\n") } : data,
        });
        cursor = chunk.seq;
      }
    }
    if (status === "queued" || status === "running") return;
    send({ event: "complete", data: await describeEnd(executionId) });
    close();
  };

  return watchExecution(executionId, (look) => {
    if (look === "gone") return end("not_found", "This execution has been removed.", false);
    if (isBusy) return;
    if (look === "unread") return fail();
    isBusy = true;
    follow(look)
      .then(() => {
        failures = 0;
      })
      .catch((error: unknown) => {
        // Once a row of failures is enough to be read.
        if (failures === 0) logger.warn({ err: error, executionId }, "Could not read output; trying again.");
        fail();
      })
      .finally(() => {
        isBusy = false;
      });
  });
}

/** A reader that goes on from a piece is told the lines of all of them. */
async function openCounter(executionId: string, until: number) {
  const count = createLineCounter();
  for (let seq = 0; seq < until; ) {
    const chunks = await readChunks(executionId, seq, pageSize);
    for (const chunk of chunks) if (chunk.seq <= until) count(chunk);
    seq = chunks.at(-1)?.seq ?? until;
  }
  return count;
}

async function describeStage(executionId: string) {
  const row = await db.execution.findUnique({
    where: { id: executionId },
    omit: { inputData: true, outputData: true },
  });
  return row ? (await readProgress([row])).get(executionId) : undefined;
}

async function describeReview(reviewId: string) {
  const row = await db.review.findUnique({
    where: { id: reviewId },
    select: { kind: true, title: true, severity: true, toolName: true, createdAt: true },
  });
  return { reviewId, ...row };
}

async function describeEnd(executionId: string) {
  const row = await db.execution.findUniqueOrThrow({
    where: { id: executionId },
    omit: { inputData: true, outputData: true },
  });
  return {
    executionId,
    status: row.status,
    durationMs: row.durationMs,
    totalCostUsd: row.costUsd,
    sessionId: row.claudeSessionId,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    errorMessage: row.errorMessage,
  };
}
