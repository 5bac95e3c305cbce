const thin = "\u202f";
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

/** 12340 → "12 340", grouped by narrow no-break spaces. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, thin);
}

/** 1 → "1st", 12 → "12th", 23 → "23rd" */
export function formatOrdinal(place: number): string {
  const ends: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
  return `${formatCount(place)}${ends[ordinals.select(place)] ?? "th"}`;
}

/** Dollars: enough digits to see something, no more. 0.0432 → "$0.043", 12.5 → "$12.50". */
export function formatMoney(usd: number): string {
  if (usd === 0) return "$0";
  if (usd < 0.0001) return "<$0.0001";
  const digits = usd >= 0.9995 ? 2 : usd >= 0.009_95 ? 3 : 4;
  const [whole = "0", fraction = ""] = usd.toFixed(digits).split(".");
  return `$${formatCount(Number(whole))}.${fraction}`;
}

/** Milliseconds as people say them: "14 ms", "1.9 s", "41 s", "3 min 20 s", "2 h 5 min". */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1).replace(/\.0$/, "")} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return joinParts(`${minutes} min`, seconds % 60, "s");
  return joinParts(`${Math.floor(minutes / 60)} h`, minutes % 60, "min");
}

/** Bytes as "512 B", "14 KB", "1.2 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = Math.round(bytes / 1024);
  if (kilobytes < 1024) return `${kilobytes} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function joinParts(head: string, rest: number, unit: string): string {
  return rest === 0 ? head : `${head} ${rest} ${unit}`;
}
