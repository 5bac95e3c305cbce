export type Row = { what: string; measured: string; target: string; isMet: boolean | null };

/** The value below which `share` (0–1) of the values lie. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** A row that holds a figure against the most it may be. */
export function atMost(what: string, value: number, most: number, unit: string): Row {
  return {
    what,
    measured: `${format(value)} ${unit}`,
    target: `≤ ${format(most)} ${unit}`,
    isMet: value <= most,
  };
}

/** A row that holds a figure against the least it must be. */
export function atLeast(what: string, value: number, least: number, unit: string): Row {
  return {
    what,
    measured: `${format(value)} ${unit}`,
    target: `≥ ${format(least)} ${unit}`,
    isMet: value >= least,
  };
}

/** A figure without a target of its own. */
export function plain(what: string, value: number, unit: string): Row {
  return { what, measured: `${format(value)} ${unit}`, target: "", isMet: null };
}

/** A Markdown table, ready for a note. */
export function printTable(title: string, rows: Row[]): void {
  console.log(`\n${title}\n`);
  console.log("| figure | measured | target | |");
  console.log("|---|---|---|---|");
  for (const { what, measured, target, isMet } of rows) {
    console.log(
      `| ${what} | ${measured} | ${target} | ${isMet === null ? "" : isMet ? "met" : "**missed**"} |`,
    );
  }
}

function format(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : (Math.round(value * 10) / 10).toString();
}
