import { db } from "@/server/db";
import type { ToolResult } from "@/server/tools/held-tool";

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
  const whole = result.output.replaceAll("\u0000", "").slice(0, keptCharacters);
  const isLong = whole.length > toldCharacters;
  const left = whole.length - toldCharacters;
  const output = isLong
    ? `${whole.slice(0, toldCharacters)}\n[left out: ${left.toLocaleString("en")} of ${whole.length.toLocaleString("en")} characters]`
    : whole;
  const data = {
    status,
    output,
    isError: result.isError,
    outputBytes: Buffer.byteLength(whole),
    completedAt: new Date(),
  };
  const open = { id, status: known.status, startedAt };
  if (!isLong) {
    await db.executionToolCall.updateMany({ where: open, data });
    return;
  }
  await db.$transaction(async (tx) => {
    const { count } = await tx.executionToolCall.updateMany({ where: open, data });
    if (count > 0) await tx.toolBlob.create({ data: { toolCallId: id, text: whole } });
  });
}
