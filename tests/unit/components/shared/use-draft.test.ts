import { describe, expect, test } from "vitest";
import { addEdits, applyEdits, dropSent, type Edits } from "@/components/shared/use-draft";

type Draft = { name: string; types: string[] };
const saved: Draft = { name: "a", types: ["x"] };
const elsewhere: Draft = { name: "z", types: ["z"] };
const type = (...parts: Partial<Draft>[]) =>
  parts.reduce<Edits<Draft>>((edits, part) => addEdits(edits, part, saved), {});

describe("what is shown", () => {
  test.each<[string, Edits<Draft>, Draft]>([
    ["is what is saved", type(), elsewhere],
    ["is what was typed over it, whatever changes below", type({ name: "ab" }), { name: "ab", types: ["z"] }],
    ["follows again what was put back", type({ name: "ab" }, { name: "a" }), elsewhere],
    ["compares lists by what they hold", type({ types: [] }, { types: ["x"] }), elsewhere],
  ])("%s", (_name, edits, shown) => {
    expect(applyEdits(elsewhere, edits)).toEqual(shown);
  });

  test("follows a field that was put back, and is typed over anew from there", () => {
    const again = addEdits(type({ name: "ab" }, { name: "a" }), { name: "zz" }, elsewhere);
    expect(applyEdits(elsewhere, again)).toEqual({ name: "zz", types: ["z"] });
    expect(applyEdits(elsewhere, addEdits(again, { name: "z" }, elsewhere))).toEqual(elsewhere);
  });
});

describe("once it is saved", () => {
  const before = type({ name: "b" });
  const sent = applyEdits(saved, before);
  test.each<[string, Partial<Draft> | null, Draft]>([
    ["what was sent is a change no longer", null, elsewhere],
    ["what was typed since stays", { name: "bc" }, { ...elsewhere, name: "bc" }],
    ["what was put back since stays", { name: "a" }, { ...elsewhere, name: "a" }],
    ["a list that was changed since stays", { types: [] }, { name: "z", types: [] }],
  ])("%s", (_name, since, shown) => {
    const edits = since ? addEdits(before, since, saved) : before;
    expect(applyEdits(elsewhere, dropSent(edits, sent, before))).toEqual(shown);
  });

  test("what was put back before follows what is saved, and does not return", () => {
    const putBack = type({ name: "ab" }, { name: "a" }, { types: [] });
    const left = dropSent(putBack, applyEdits(elsewhere, putBack), putBack);
    expect(applyEdits(elsewhere, left)).toEqual(elsewhere);
  });
});
