import { expect, test } from "vitest";
import { createSlots, type Slot } from "@/scripts/worker/slots";

const never = new AbortController().signal;

function takeSlot(slots: ReturnType<typeof createSlots>): Slot {
  const slot = slots.take();
  if (!slot) throw new Error("none was free");
  return slot;
}

test("as many as there are are given, and one is free again once it is left, however often that is said", () => {
  const slots = createSlots(2);
  const first = takeSlot(slots);
  takeSlot(slots);
  expect(slots.take()).toBeNull();
  for (let time = 1; time <= 2; time++) first.release();
  expect(slots.countFree()).toBe(1);
});

test("one that comes back gets a free slot at once, else the next, in order and ahead of what is new", async () => {
  const slots = createSlots(1);
  const early = takeSlot(slots);
  early.release();
  const late = takeSlot(slots);
  late.release();
  expect(await early.reclaim(never)).toBe(true);
  expect(await early.reclaim(never)).toBe(true);
  expect(slots.countFree()).toBe(0);
  const back = late.reclaim(never);
  early.release();
  expect(await back).toBe(true);
  expect(slots.take()).toBeNull();
  late.release();
  expect(slots.countFree()).toBe(1);
});

test("one that gives up leaves the line, and its slot is not lost", async () => {
  const slots = createSlots(1);
  const waiting = takeSlot(slots);
  waiting.release();
  const held = takeSlot(slots);
  const ended = new AbortController();
  const back = waiting.reclaim(ended.signal);
  ended.abort();
  expect(await back).toBe(false);
  expect(await waiting.reclaim(ended.signal)).toBe(false);
  waiting.release();
  held.release();
  expect(slots.countFree()).toBe(1);
});
