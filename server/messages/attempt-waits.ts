const minuteMs = 60_000;

/** The wait before each attempt at a delivery, in milliseconds: more than seven hours in all. */
export const attemptWaitsMs = [0, 10_000, minuteMs, 10 * minuteMs, 60 * minuteMs, 360 * minuteMs];

export const mostAttempts = attemptWaitsMs.length;
