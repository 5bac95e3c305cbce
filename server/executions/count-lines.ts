import type { Chunk } from "@/server/executions/output";

type Stretch = { kind: string; turn: number; breaks: number; isEmpty: boolean };

/**
 * Counts the lines that pieces add up to, piece by piece: what `composeText` would make of them, without keeping their
 * text (design §12.7). The result takes the next piece and returns the lines so far; a reset makes them fewer.
 */
export function createLineCounter(): (chunk: Pick<Chunk, "kind" | "turn" | "text">) => number {
  let kept: Stretch[] = [];
  return ({ kind, turn, text }) => {
    const last = kept.at(-1);
    if (kind === "reset") {
      kept = kept.filter((stretch) => stretch.turn !== turn || stretch.kind !== "text");
    } else if (kind === "text" && last?.kind === "text" && last.turn === turn) {
      last.breaks += countBreaks(text);
      last.isEmpty &&= text === "";
    } else {
      // A notice stands on a line of its own, between two line breaks.
      const breaks = countBreaks(text) + (kind === "notice" ? 2 : 0);
      kept.push({ kind, turn, breaks, isEmpty: kind === "text" && text === "" });
    }
    return sumLines(kept);
  };
}

function sumLines(kept: Stretch[]): number {
  let breaks = 0;
  let isEmpty = true;
  for (const [index, stretch] of kept.entries()) {
    const before = kept[index - 1];
    const isApart = stretch.kind === "text" && before?.kind === "text" && before.turn !== stretch.turn;
    breaks += stretch.breaks + (isApart ? 2 : 0);
    isEmpty &&= stretch.isEmpty && !isApart;
  }
  return isEmpty ? 0 : breaks + 1;
}

function countBreaks(text: string): number {
  return text.split("\n").length - 1;
}
