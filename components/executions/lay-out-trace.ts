export type Span = { startMs: number; endMs: number };

/** A stretch in which nothing ran is drawn no longer than this share of all that ran: days of waiting hide no second of work. */
const longestGap = 0.1;

/**
 * The one time axis of a trace: where a moment stands on it, from 0 to 1. What ran is to scale; what came between, such
 * as the wait for a person, is shortened where it is long.
 */
export function layOutTrace(spans: Span[]): (ms: number) => number {
  const busy = mergeSpans(spans);
  const most = longestGap * sum(busy.map(({ startMs, endMs }) => endMs - startMs));
  let length = 0;
  let before: number | null = null;
  const placed = busy.map((span) => {
    if (before !== null) length += Math.min(span.startMs - before, most);
    const from = length;
    length += span.endMs - span.startMs;
    before = span.endMs;
    return { ...span, from };
  });
  return (ms) => {
    if (length === 0) return 0;
    const last = placed.findLast(({ startMs }) => startMs <= ms);
    if (!last) return 0;
    const next = placed[placed.indexOf(last) + 1];
    const end = last.from + (last.endMs - last.startMs);
    const at =
      ms <= last.endMs
        ? last.from + (ms - last.startMs)
        : Math.min(end + (ms - last.endMs), next?.from ?? end);
    return at / length;
  };
}

/** The stretches in which anything ran, in order and without overlap. */
function mergeSpans(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last && span.startMs <= last.endMs) last.endMs = Math.max(last.endMs, span.endMs);
    else merged.push({ ...span, endMs: Math.max(span.startMs, span.endMs) });
  }
  return merged;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
