import { describe, expect, test } from "vitest";
import { listInputWords } from "@/server/memories/input-words";

describe("the words of an input", () => {
  test.each([
    ["text", "Deploy the Billing-Service, then deploy again", ["deploy", "billing", "service", "again"]],
    [
      "values, not names of fields",
      { ref: "refs/heads/release", iid: 4711 },
      ["refs", "heads", "release", "4711"],
    ],
    ["values deep down", { a: [{ b: ["orchard"] }], c: null, d: true }, ["orchard"]],
    ["words of any script", "Größe změna データ検証 a.b", ["größe", "změna", "データ検証"]],
    ["nothing", undefined, []],
    ["quotes and operators of the search", "it's | a:* <-> 'x' !evil", ["evil"]],
  ])("of %s", (_name, input, words) => {
    expect(listInputWords(input)).toEqual(words);
  });

  test("are two hundred at most, however long the input", () => {
    const input = Array.from({ length: 5_000 }, (_, index) => `word${index}`);
    expect(listInputWords(input)).toHaveLength(200);
    expect(listInputWords("x".repeat(1_000_000))).toEqual([]);
  });
});
