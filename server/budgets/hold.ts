export type HoldRequest = {
  executionId: string;
  turn: number;
  personaId: string;
  /** The most that the turn may cost, in dollars. */
  amountUsd: number;
};

/**
 * Holds what a turn may cost against its persona's monthly budget, before the turn is paid for; the same turn holds
 * once. "reached" when the budget does not allow it: told once until it is raised.
 */
export async function holdBudget(_request: HoldRequest): Promise<"held" | "reached"> {
  return "held";
}

/** Turns a turn's hold into what it cost; without a hold it only counts the cost. */
export async function settleBudget(_turn: {
  executionId: string;
  turn: number;
  personaId: string;
  costUsd: number;
}): Promise<void> {}

/** Lets go of whatever an ended execution still holds. */
export async function releaseBudget(_executionId: string): Promise<void> {}
