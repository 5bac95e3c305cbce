import { costUsd, isKnownModel, knownModelIds, type Usage } from "@/server/models";
import type { Spending } from "@/server/workers/spending-schema";

export const noUsage: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
};

/** All tokens that a usage, or an execution's row, counts. */
export function countTokens(usage: Usage): number {
  return (Object.keys(noUsage) as (keyof Usage)[]).reduce((sum, name) => sum + usage[name], 0);
}

/** The sum of two counts of tokens. */
export function addUsage(one: Usage, other: Usage): Usage {
  const sum = { ...one };
  for (const name of Object.keys(noUsage) as (keyof Usage)[]) sum[name] += other[name];
  return sum;
}

/**
 * What a worker says that a run used so far, with its cost in dollars: what the CLI put a price on itself, and by the
 * hub's prices what it has not. Null when it says nothing.
 */
export function priceSpending(spending: Spending, at = new Date()): { usage: Usage; costUsd: number } | null {
  const { totalCostUsd, usage, model, unpriced = [] } = spending;
  if (totalCostUsd === undefined && usage === undefined && unpriced.length === 0) return null;
  const known = usage ?? noUsage;
  const parts = unpriced.map(({ model: name, messageCount, ...used }) => ({
    used,
    // A model's price may depend on a prompt's length, which is that of one message.
    costUsd: messageCount * priceOf(name, divide(used, messageCount), at),
  }));
  return {
    usage: parts.reduce((sum, { used }) => addUsage(sum, used), known),
    costUsd: parts.reduce((sum, part) => sum + part.costUsd, totalCostUsd ?? priceOf(model ?? "", known, at)),
  };
}

/** A model without a price counts as the dearest: what is not known is not to go beyond a budget unseen. */
function priceOf(model: string, usage: Usage, at: Date): number {
  const models = isKnownModel(model) ? [model] : knownModelIds();
  return Math.max(...models.map((id) => costUsd(id, usage, at)));
}

function divide(usage: Usage, by: number): Usage {
  const entries = Object.entries(usage).map(([name, count]) => [name, count / by]);
  return Object.fromEntries(entries) as Usage;
}
