const minute = 60_000;

export const windowNames = ["5m", "15m", "1h", "6h", "24h"] as const;
export type WindowName = (typeof windowNames)[number];

/** How far back the lanes reach, and how far apart the named moments of their axis stand (ms). */
export const windows: Record<WindowName, { label: string; spanMs: number; markMs: number }> = {
  "5m": { label: "5 min", spanMs: 5 * minute, markMs: minute },
  "15m": { label: "15 min", spanMs: 15 * minute, markMs: 5 * minute },
  "1h": { label: "1 h", spanMs: 60 * minute, markMs: 15 * minute },
  "6h": { label: "6 h", spanMs: 6 * 60 * minute, markMs: 2 * 60 * minute },
  "24h": { label: "24 h", spanMs: 24 * 60 * minute, markMs: 6 * 60 * minute },
};

/** Where the window begins, cut to a whole minute so that server and browser ask the same. */
export function toLanesQuery(name: WindowName, now: number) {
  return { since: new Date(Math.floor((now - windows[name].spanMs) / minute) * minute).toISOString() };
}
