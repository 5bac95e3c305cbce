const spans = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;

export const spanNames = ["hour", "day", "week"] as const;
export type SpanName = (typeof spanNames)[number];

/** The spans of a list's filter by time. */
export const spanOptions: { value: SpanName; label: string }[] = [
  { value: "hour", label: "Last hour" },
  { value: "day", label: "Last 24 hours" },
  { value: "week", label: "Last 7 days" },
];

/** Where a span that ends now begins, cut to five minutes so that server and browser ask the same. */
export function toSince(span: SpanName, now = Date.now()): string {
  const grain = 300_000;
  return new Date(Math.floor((now - spans[span]) / grain) * grain).toISOString();
}
