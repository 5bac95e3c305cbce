import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { timeoutSignal } from "@/server/timeout-signal";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const storage = new AsyncLocalStorage<object>();

/** A state that only what `work` made within its context can keep. */
function keepOf(work: () => AbortSignal): { signal: AbortSignal; state: WeakRef<object> } {
  const state = { of: "a run" };
  return { signal: storage.run(state, work), state: new WeakRef(state) };
}

async function isKept(state: WeakRef<object>): Promise<boolean> {
  for (let round = 0; round < 5; round++) {
    await nextTurn();
    collectGarbage();
  }
  return state.deref() !== undefined;
}

test("a deadline keeps nothing of the run that set it", async () => {
  const { signal, state } = keepOf(() => timeoutSignal(60_000));
  expect(await isKept(state)).toBe(false);
  expect(signal.aborted).toBe(false);
});

test("the state of a run is kept by a deadline that is set within it", async () => {
  const { signal, state } = keepOf(() => AbortSignal.timeout(60_000));
  expect(await isKept(state)).toBe(true);
  expect(signal.aborted).toBe(false);
});

test("it ends what waits for it, as a timeout", async () => {
  const signal = timeoutSignal(10);
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
  expect(signal.reason).toMatchObject({ name: "TimeoutError" });
});
