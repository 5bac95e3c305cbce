import { expect, test } from "vitest";
import { keepFor } from "@/server/keep-for";

test("reads once within the time, and anew after it", async () => {
  let now = 0;
  let reads = 0;
  const read = keepFor(
    5_000,
    async () => ++reads,
    () => now,
  );
  expect(await Promise.all([read(), read()])).toEqual([1, 1]);
  now = 4_999;
  expect(await read()).toBe(1);
  now = 5_000;
  expect(await read()).toBe(2);
});

test("does not keep a failure", async () => {
  let reads = 0;
  const read = keepFor(5_000, async () => {
    reads += 1;
    if (reads === 1) throw new Error("away");
    return reads;
  });
  await expect(read()).rejects.toThrow("away");
  expect(await read()).toBe(2);
});
