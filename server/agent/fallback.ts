/** How often a model is tried before the next of its chain is asked. */
const triesPerModel = 2;
/** A model that asks for a longer wait than this is passed over at once where another can be asked (milliseconds). */
const longWaitMs = 20_000;

/** The models to ask in turn: the one that answered last, then those behind it in the persona's chain. */
export function orderModels(chain: readonly string[], answeredLast: string | null): string[] {
  const from = answeredLast === null ? -1 : chain.indexOf(answeredLast);
  return from < 0 ? [...chain] : chain.slice(from);
}

/** The place in that order of the model for a try, counted from 0. */
export function placeOfTry(order: readonly string[], attempt: number): number {
  return Math.min(Math.floor(attempt / triesPerModel), order.length - 1);
}

/** Whether a failure is reason to ask the next model at once: this one is not there, asks for a long wait, or has failed for good. */
export function passesOn(failure: {
  status: number | null;
  isRetryable: boolean;
  waitMs: number;
  isLast: boolean;
}): boolean {
  if (failure.status === 404) return true;
  return failure.isRetryable && (failure.waitMs > longWaitMs || failure.isLast);
}
