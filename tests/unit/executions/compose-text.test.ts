import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Chunk, composeText } from "@/server/executions/output";

const chunk = (kind: string, text = "", turn = 1): Omit<Chunk, "seq"> => ({ kind, text, turn, attempt: 0 });
const number = (chunks: Omit<Chunk, "seq">[]): Chunk[] =>
  chunks.map((each, index) => ({ ...each, seq: index + 1 }));

describe("composeText", () => {
  test.each([
    ["nothing", [], ""],
    ["pieces in a row", [chunk("text", "Hel"), chunk("text", "lo")], "Hello"],
    [
      "a notice on a line of its own",
      [chunk("text", "a"), chunk("notice", "cut"), chunk("text", "b")],
      "a\n[cut]\nb",
    ],
    ["a reset takes back its turn", [chunk("text", "half"), chunk("reset"), chunk("text", "whole")], "whole"],
    [
      "a reset keeps notices",
      [chunk("text", "half"), chunk("notice", "529"), chunk("reset"), chunk("text", "whole")],
      "\n[529]\nwhole",
    ],
    [
      "a reset leaves other turns alone",
      [
        chunk("text", "first ", 1),
        chunk("text", "half", 2),
        chunk("reset", "", 2),
        chunk("text", "second", 2),
      ],
      "first \n\nsecond",
    ],
    [
      "two resets",
      [chunk("text", "a"), chunk("reset"), chunk("text", "b"), chunk("reset"), chunk("text", "c")],
      "c",
    ],
  ])("%s", (_name, chunks, expected) => {
    expect(composeText(number(chunks))).toBe(expected);
  });

  test("shows the last try of a turn, however often it began again", () => {
    const tries = fc.array(fc.array(fc.string(), { maxLength: 5 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(tries, (texts) => {
        const chunks = texts.flatMap((pieces, index) => [
          ...(index > 0 ? [chunk("reset")] : []),
          ...pieces.map((text) => chunk("text", text)),
        ]);
        expect(composeText(number(chunks))).toBe((texts.at(-1) ?? []).join(""));
      }),
    );
  });
});
