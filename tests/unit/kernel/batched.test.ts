import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { createBatched } from "@/server/batched";

function record({ mostItems = 100, mostSize = 1_000 } = {}) {
  const batches: string[][] = [];
  const run = createBatched<string, string>({
    run: async (items) => {
      batches.push(items);
      await delay(5);
      if (items.includes("bad")) throw new Error("bad");
      return items.map((item) => item.toUpperCase());
    },
    mostItems,
    sizeOf: (item) => item.length,
    mostSize,
  });
  return { batches, run };
}

test("a lone call goes at once; what comes meanwhile goes together, each with its own result", async () => {
  const { batches, run } = record();
  expect(await Promise.all(["a", "b", "c"].map(run))).toEqual(["A", "B", "C"]);
  expect(batches).toEqual([["a"], ["b", "c"]]);
  expect(await run("d")).toBe("D");
  expect(batches.at(-1)).toEqual(["d"]);
});

test("a batch is closed at its most items and its most size; what is larger alone goes alone", async () => {
  const items = record({ mostItems: 2 });
  await Promise.all(["a", "b", "c", "d"].map(items.run));
  expect(items.batches).toEqual([["a"], ["b", "c"], ["d"]]);
  const sizes = record({ mostSize: 4 });
  await Promise.all(["a", "bb", "cc", "dddddd", "e"].map(sizes.run));
  expect(sizes.batches).toEqual([["a"], ["bb", "cc"], ["dddddd"], ["e"]]);
});

test("one that fails fails alone, and later calls go on", async () => {
  const { run } = record();
  const outcomes = await Promise.allSettled(["a", "b", "bad", "c"].map(run));
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(await run("d")).toBe("D");
});
