type Budgets = { maxBudgetUsd: number | null; monthlyBudgetUsd: number | null };

/** Whether a change lets a persona spend more, in one execution or in a month; null is without limit. */
export function isBudgetRaised(before: Budgets, after: Budgets): boolean {
  return (
    (after.maxBudgetUsd ?? Number.POSITIVE_INFINITY) > (before.maxBudgetUsd ?? Number.POSITIVE_INFINITY) ||
    (after.monthlyBudgetUsd ?? Number.POSITIVE_INFINITY) >
      (before.monthlyBudgetUsd ?? Number.POSITIVE_INFINITY)
  );
}
