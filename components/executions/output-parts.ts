/** A stretch of output: what the model said in one turn, or a line of the hub's own. */
export type OutputPart = { key: string; kind: "text" | "notice"; turn: number; text: string };
export type OutputState = { parts: OutputPart[]; lastSeq: number };

/** A piece as the stream brings it. */
export type OutputPiece = { seq: number; turn: number; kind: "text" | "notice" | "reset"; text: string };

export const noOutput: OutputState = { parts: [], lastSeq: 0 };

/**
 * Adds a piece. One that was seen before (a line that was opened again repeats none, but may) changes nothing; a reset
 * takes back what its turn had said.
 */
export function addPiece(state: OutputState, piece: OutputPiece): OutputState {
  if (piece.seq <= state.lastSeq) return state;
  const lastSeq = piece.seq;
  if (piece.kind === "reset") {
    return {
      lastSeq,
      parts: state.parts.filter((part) => part.turn !== piece.turn || part.kind === "notice"),
    };
  }
  const last = state.parts.at(-1);
  if (piece.kind === "text" && last?.kind === "text" && last.turn === piece.turn) {
    return { lastSeq, parts: [...state.parts.slice(0, -1), { ...last, text: last.text + piece.text }] };
  }
  const { kind, turn, text } = piece;
  return { lastSeq, parts: [...state.parts, { key: `${kind}-${piece.seq}`, kind, turn, text }] };
}
