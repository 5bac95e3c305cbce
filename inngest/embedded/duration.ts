const unitMs: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * When a time string of the protocol falls due, in epoch ms: `1h30m` counts from `nowMs`, an ISO date
 * stands for itself, an empty string is now. Null when it is neither.
 */
export function readDueTime(text: string, nowMs: number): number | null {
  if (text === "") return nowMs;
  const duration = readDuration(text);
  if (duration !== null) return nowMs + duration;
  const date = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : date;
}

/** The length of a time string such as `2h45m` in ms; null when it is none. */
export function readDuration(text: string): number | null {
  const pieces = text.match(/\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d|w)/g);
  if (!pieces || pieces.join("") !== text) return null;
  return pieces.reduce((total, piece) => {
    const amount = Number.parseFloat(piece);
    return total + amount * (unitMs[piece.replace(/^[\d.]+/, "")] ?? 0);
  }, 0);
}
