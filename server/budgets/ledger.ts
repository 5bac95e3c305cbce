/** What a persona may spend in a period (null: no limit), what it has spent, and what its turns under way hold. In dollars. */
export type Ledger = { limitUsd: number | null; spentUsd: number; heldUsd: number };

/** Sums of floating point numbers may be off by this much; a budget of ten turns is not to end at nine for it. */
export const toleranceUsd = 1e-9;

/** Whether a turn that may cost `amountUsd` fits beside what is spent and held. */
export function fits({ limitUsd, spentUsd, heldUsd }: Ledger, amountUsd: number): boolean {
  return limitUsd === null || spentUsd + heldUsd + amountUsd <= limitUsd + toleranceUsd;
}

/**
 * Whether a budget that has no room for `amountUsd` is reached, because of what is spent already. Otherwise other
 * turns hold the room, and may yet leave some of it.
 */
export function isReached(ledger: Ledger, amountUsd: number): boolean {
  return !fits({ ...ledger, heldUsd: 0 }, amountUsd);
}

/** The share of the limit that is spent, from 0; above 1 when the limit was lowered since. Null without a limit. */
export function shareOf({ limitUsd, spentUsd }: Ledger): number | null {
  if (limitUsd === null) return null;
  if (limitUsd === 0) return 1;
  return spentUsd / limitUsd;
}
