/**
 * Why a worker's run of an execution is over without an end of its own (the turn's `stopReason`): another begins anew, and
 * what this one did may have taken effect.
 */
export const lostReasons = ["lost", "given back"] as const;
export type LostReason = (typeof lostReasons)[number];
