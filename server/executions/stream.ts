import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import type { Send } from "@/server/event-stream";
import { type Standing, watchExecution } from "@/server/executions/feed";
import { readChunks } from "@/server/executions/output";
import { readProgress } from "@/server/executions/progress";
import { logger } from "@/server/logger";

const pageSize = 500;

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
 * trace to read, `review_request` that a person is asked. Returns the way out.
 */
export function streamExecution(
  executionId: string,
  after: number,
  send: Send,
  close: () => void,
): () => void {
  let cursor = after;
  let isBusy = false;
  let shown = "";
  let asked: string | null = null;

  const follow = async (standing: Standing) => {
    const { status, waitingFor, seq, mark, reviewId } = standing;
    const facts = `${status} ${waitingFor} ${mark}`;
    if (shown === "") send({ event: "init", data: { executionId, status, seq } });
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
      for (const { kind, ...chunk } of chunks) {
        const event = kind === "text" ? "output" : kind;
        send({
          event,
          id: chunk.seq,
          data: event === "output" ? { ...chunk, lines: chunk.text.split("\n") } : chunk,
        });
        cursor = chunk.seq;
      }
    }
    if (status === "queued" || status === "running") return;
    send({ event: "complete", data: await describeEnd(executionId) });
    close();
  };

  return watchExecution(executionId, (standing) => {
    if (standing === null) return close();
    if (isBusy) return;
    isBusy = true;
    follow(standing)
      .catch((error: unknown) =>
        logger.warn({ err: error, executionId }, "Could not read output; trying again."),
      )
      .finally(() => {
        isBusy = false;
      });
  });
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
