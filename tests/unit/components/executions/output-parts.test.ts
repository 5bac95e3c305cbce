import { describe, expect, test } from "vitest";
import { addPiece, noOutput, type OutputPart, type OutputPiece } from "@/components/executions/output-parts";

const text = (seq: number, turn: number, words: string): OutputPiece => ({
  seq,
  turn,
  kind: "text",
  text: words,
});
const notice = (seq: number, turn: number, words: string): OutputPiece => ({
  ...text(seq, turn, words),
  kind: "notice",
});
const reset = (seq: number, turn: number): OutputPiece => ({ ...text(seq, turn, ""), kind: "reset" });

type Case = { name: string; pieces: OutputPiece[]; parts: Omit<OutputPart, "key">[]; lastSeq: number };

const cases: Case[] = [
  { name: "nothing", pieces: [], parts: [], lastSeq: 0 },
  {
    name: "pieces of one turn as one stretch",
    pieces: [text(1, 1, "Hel"), text(2, 1, "lo")],
    parts: [{ kind: "text", turn: 1, text: "Hello" }],
    lastSeq: 2,
  },
  {
    name: "two turns as two stretches",
    pieces: [text(1, 1, "One"), text(2, 2, "Two")],
    parts: [
      { kind: "text", turn: 1, text: "One" },
      { kind: "text", turn: 2, text: "Two" },
    ],
    lastSeq: 2,
  },
  {
    name: "a notice between two stretches of a turn",
    pieces: [text(1, 1, "One"), notice(2, 1, "Waiting"), text(3, 1, "Two")],
    parts: [
      { kind: "text", turn: 1, text: "One" },
      { kind: "notice", turn: 1, text: "Waiting" },
      { kind: "text", turn: 1, text: "Two" },
    ],
    lastSeq: 3,
  },
  {
    name: "two notices apart",
    pieces: [notice(1, 1, "Once"), notice(2, 1, "Twice")],
    parts: [
      { kind: "notice", turn: 1, text: "Once" },
      { kind: "notice", turn: 1, text: "Twice" },
    ],
    lastSeq: 2,
  },
  {
    name: "a piece that comes again once",
    pieces: [text(1, 1, "a"), text(2, 1, "b"), text(2, 1, "b"), text(1, 1, "a"), text(3, 1, "c")],
    parts: [{ kind: "text", turn: 1, text: "abc" }],
    lastSeq: 3,
  },
  {
    name: "what a reset left: other turns, and the hub's notices",
    pieces: [
      text(1, 1, "kept"),
      text(2, 2, "wrong"),
      notice(3, 2, "Tried again"),
      reset(4, 2),
      text(5, 2, "right"),
    ],
    parts: [
      { kind: "text", turn: 1, text: "kept" },
      { kind: "notice", turn: 2, text: "Tried again" },
      { kind: "text", turn: 2, text: "right" },
    ],
    lastSeq: 5,
  },
  {
    name: "nothing of a reset that is told again",
    pieces: [text(1, 1, "wrong"), reset(2, 1), text(3, 1, "right"), reset(2, 1)],
    parts: [{ kind: "text", turn: 1, text: "right" }],
    lastSeq: 3,
  },
];

describe("addPiece", () => {
  test.each(cases)("shows $name", ({ pieces, parts, lastSeq }) => {
    const state = pieces.reduce(addPiece, noOutput);
    expect(state.parts.map(({ key: _key, ...part }) => part)).toEqual(parts);
    expect(state.lastSeq).toBe(lastSeq);
    expect(new Set(state.parts.map(({ key }) => key)).size).toBe(parts.length);
  });

  test("leaves the state it is given as it was, and a stretch that grows keeps its key", () => {
    const before = addPiece(noOutput, text(1, 1, "a"));
    const after = addPiece(before, text(2, 1, "b"));
    expect(before.parts.map((part) => part.text)).toEqual(["a"]);
    expect(after.parts[0]?.key).toBe(before.parts[0]?.key);
  });
});
