/** How many turns an execution has when its persona does not say. */
export const defaultMaxTurns = 50;

/** What an execution has used so far. */
export type Spent = { turnCount: number; tokenCount: number; costUsd: number; activeMs: number };
/** What it may use; null for no limit. */
export type Limits = {
  maxTurns: number;
  maxTokens: number | null;
  maxBudgetUsd: number | null;
  timeoutMs: number;
};
/** A budget can be raised, so that the execution waits for it; anything else ends it. */
export type Reached = { waitsFor: "budget" | null; message: string };

/** Which limit stands in the way of another turn, if any; asked before each one, since a turn is paid for when it is begun. */
export function findReachedLimit(spent: Spent, limits: Limits): Reached | null {
  const { maxTurns, maxTokens, maxBudgetUsd, timeoutMs } = limits;
  if (spent.activeMs >= timeoutMs)
    return ends(`Timed out: the persona's limit of ${timeoutMs / 1000} s was reached.`);
  if (spent.turnCount >= maxTurns)
    return ends(`Stopped: the limit of ${maxTurns} ${maxTurns === 1 ? "turn" : "turns"} was reached.`);
  if (maxTokens !== null && spent.tokenCount >= maxTokens) return ends(describeTokenLimit(maxTokens));
  if (maxBudgetUsd !== null && spent.costUsd >= maxBudgetUsd) {
    return { waitsFor: "budget", message: describeOwnBudget(maxBudgetUsd, spent.costUsd) };
  }
  return null;
}

/** What is said of an execution that has used as many tokens as Settings allow. */
export function describeTokenLimit(maxTokens: number): string {
  return `Stopped: the limit of ${maxTokens.toLocaleString("en")} tokens was reached.`;
}

/** What is said of an execution that has used up what one run of its persona may cost. */
export function describeOwnBudget(maxBudgetUsd: number, costUsd: number): string {
  return `The budget of $${maxBudgetUsd} for one run is reached: $${costUsd.toFixed(4)} spent. Raise it in the persona's settings to go on.`;
}

type Span = { durationMs: number };
type CallSpan = { turn: number; startedAt: Date | null; completedAt: Date | null };

/**
 * How long an execution was at work: its turns, the tries of turns that broke off, and the longest tool call of each
 * turn, since they run side by side. Waiting for people, places and retries is not counted.
 */
export function sumActiveMs(triedMs: number, turns: readonly Span[], calls: readonly CallSpan[]): number {
  const longest = new Map<number, number>();
  for (const { turn, startedAt, completedAt } of calls) {
    if (!startedAt || !completedAt) continue;
    longest.set(turn, Math.max(longest.get(turn) ?? 0, completedAt.getTime() - startedAt.getTime()));
  }
  const inTools = [...longest.values()].reduce((sum, ms) => sum + ms, 0);
  return turns.reduce((sum, { durationMs }) => sum + durationMs, triedMs + inTools);
}

function ends(message: string): Reached {
  return { waitsFor: null, message };
}
