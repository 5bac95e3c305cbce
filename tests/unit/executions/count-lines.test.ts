import fc from "fast-check";
import { expect, test } from "vitest";
import { createLineCounter } from "@/server/executions/count-lines";
import { type Chunk, composeText } from "@/server/executions/output";

const piece = fc.record({
  kind: fc.constantFrom("text", "text", "notice", "reset"),
  turn: fc.integer({ min: 1, max: 3 }),
  text: fc.constantFrom("", "a", "a\n", "\n\nb", "one\ntwo"),
});

test("counts after every piece the lines that all pieces so far are read as", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const count = createLineCounter();
      const chunks: Chunk[] = [];
      for (const [index, each] of pieces.entries()) {
        chunks.push({ ...each, seq: index + 1, attempt: 0 });
        const text = composeText(chunks);
        expect(count(each)).toBe(text === "" ? 0 : text.split("\n").length);
      }
    }),
  );
});
