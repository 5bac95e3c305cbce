import type { ReactNode } from "react";
import { formatCount, formatDuration, formatMoney } from "@/lib/format";

/** Dollars in tabular figures; a dash where nothing was spent or known. */
export function Money({ usd }: { usd: number | null | undefined }) {
  return <Figure>{usd ? formatMoney(usd) : null}</Figure>;
}

/** Milliseconds as people say them. */
export function Duration({ ms }: { ms: number | null | undefined }) {
  return <Figure>{ms === null || ms === undefined ? null : formatDuration(ms)}</Figure>;
}

/** A number of tokens, grouped. */
export function Tokens({ count }: { count: number | null | undefined }) {
  return <Figure>{count ? formatCount(count) : null}</Figure>;
}

/** A value in the typeface of numbers and ids; a muted dash when there is none. */
export function Figure({ children }: { children: ReactNode }) {
  if (children === null || children === undefined)
    return (
      <span data-none className="text-ink-muted">
        –
      </span>
    );
  return <span className="whitespace-nowrap font-mono text-code tabular-nums">{children}</span>;
}
