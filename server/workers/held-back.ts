import { open, seal } from "@/server/crypto";
import { cutNotice } from "@/server/executions/output";
import { parseOrUndefined } from "@/server/json-text";
import type { Redactor } from "@/server/redact";
import { maxOutputBytes } from "@/server/workers/assignment";
import type { Piece } from "@/server/workers/store-output";

/** What stands on the execution between two requests of its worker. */
export type OutputState = {
  /** The end of what was said, which may be the beginning of a secret; sealed, since it may be most of one. */
  tail?: string;
  /** Characters stored so far. */
  stored?: number;
};

/** Reads the state that `worker_progress` holds. */
export function readOutputState(progress: string | null): OutputState {
  return (parseOrUndefined(progress) ?? {}) as OutputState;
}

/**
 * Takes secrets out of what a worker sends, also where one is cut between two requests: what may be a beginning is held
 * back and seen again with what follows. Neighbours of a kind become one piece; beyond the limit nothing is kept,
 * and where the end was cut, what was held back is dropped.
 */
export function redactChunks(
  executionId: string,
  redactor: Redactor,
  chunks: { kind: "stdout" | "stderr"; text: string }[],
  state: OutputState,
  end: "open" | "whole" | "cut" = "open",
): { pieces: Piece[]; state: OutputState } {
  const stream = redactor.stream();
  const pieces: Piece[] = [];
  let stored = state.stored ?? 0;
  const add = (kind: Piece["kind"], text: string) => {
    if (text === "" || stored >= maxOutputBytes) return;
    const kept = text.slice(0, maxOutputBytes - stored);
    stored += kept.length;
    const last = pieces.at(-1);
    if (kind === "text" && last?.kind === "text") last.text += kept;
    else pieces.push({ kind, text: kept });
    if (stored >= maxOutputBytes) pieces.push({ kind: "notice", text: cutNotice });
  };
  const before = state.tail ? open(state.tail, tailPlace(executionId)) : "";
  add("text", stream.write(before));
  for (const { kind, text } of chunks) {
    if (kind === "stdout") add("text", stream.write(text));
    else add("notice", redactor.redact(text).trimEnd());
  }
  const tail = stream.end();
  if (end === "whole") add("text", tail);
  const isHeld = end === "open" && tail !== "";
  return { pieces, state: { stored, tail: isHeld ? seal(tail, tailPlace(executionId)) : "" } };
}

function tailPlace(id: string) {
  return { table: "execution", id, field: "worker_progress" };
}
