import { AsyncLocalStorage } from "node:async_hooks";

const outside = AsyncLocalStorage.snapshot();

/**
 * AbortSignal.timeout, outside of the caller's async context. A timer keeps the context in which it was made until it
 * fires: after a busy minute the engine would hold the state of every run of the last five, 80 KB each.
 */
export function timeoutSignal(ms: number): AbortSignal {
  return outside(() => AbortSignal.timeout(ms));
}
