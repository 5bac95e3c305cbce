import { db } from "@/server/db";
import type { ToolResult } from "@/server/tools/held-tool";
import { withoutNul } from "@/server/without-nul";

/** The part of a result that the model is told, in characters; the rest stands in the blob, for people. */
const toldCharacters = 50_000;
/** The most that is kept of a result, in characters. */
const keptCharacters = 10_000_000;

export type CallEnd = "completed" | "failed" | "denied";

/** The call as whoever writes its result knows it. */
type Known = { id: string; status: string; startedAt: Date | null };

/**
 * Writes a call's result: the part that the model is told in its row, all of it beside the row when it is longer. Only
 * while the call stands as it is known: one that was begun anew, or that a person was asked about, takes no late result.
 */
export async function storeResult(known: Known, status: CallEnd, result: ToolResult): Promise<void> {
  const { id, startedAt } = known;
  const { output, outputBytes, whole } = divideResult(result.output);
  const data = { status, output, isError: result.isError, outputBytes, completedAt: new Date() };
  const open = { id, status: known.status, startedAt };
  if (whole === null) {
    await db.executionToolCall.updateMany({ where: open, data });
    return;
  }
  await db.$transaction(async (tx) => {
    const { count } = await tx.executionToolCall.updateMany({ where: open, data });
    if (count > 0) await tx.toolBlob.create({ data: { toolCallId: id, text: whole } });
  });
}

/** A result as it is kept: what stands in the call's row, and `whole` beside it when that is not all of it. */
export function divideResult(text: string): { output: string; outputBytes: number; whole: string | null } {
  const whole = withoutNul(text).slice(0, keptCharacters);
  const outputBytes = Buffer.byteLength(whole);
  const left = whole.length - toldCharacters;
  if (left <= 0) return { output: whole, outputBytes, whole: null };
  const counts = `${left.toLocaleString("en")} of ${whole.length.toLocaleString("en")} characters`;
  const told = whole.slice(0, toldCharacters).toWellFormed();
  return { output: `${told}\n[left out: ${counts}]`, outputBytes, whole };
}
