import { expect, test } from "vitest";
import { dropSent } from "@/components/shared/use-draft";

type Draft = { name: string; types: string[] };
const sent: Draft = { name: "b", types: ["x"] };

test.each<[string, Partial<Draft>, Partial<Draft>]>([
  ["what was sent is a change no longer", { name: "b" }, {}],
  ["what was typed since stays", { name: "bc" }, { name: "bc" }],
  ["what was put back since stays", { name: "a", types: ["x"] }, { name: "a" }],
  ["lists are compared by what they hold", { types: ["x"] }, {}],
  ["a list that was changed since stays", { name: "b", types: [] }, { types: [] }],
])("%s", (_name, changes, left) => {
  expect(dropSent(changes, sent)).toEqual(left);
});
