import type { Condition, Matcher } from "@/server/subscriptions/payload-filter";
import type { Reading } from "@/server/subscriptions/payload-reader";

const mostShown = 3;
const longestText = 80;

/** An unmet condition in words: `payload.ref is "refs/heads/x", wanted beginning with "refs/heads/main"`. */
export function describeCondition({ path, matchers }: Condition, { isThere, values }: Reading): string {
  return `payload.${path} ${describeReading(isThere, values)}, wanted ${list(matchers.map(describeMatcher))}`;
}

function describeReading(isThere: boolean, values: unknown[]): string {
  if (!isThere) return "is not there";
  return values.length === 0 ? "is empty" : `is ${list(values.map(describeValue))}`;
}

function describeValue(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : write(value);
}

function describeMatcher(matcher: Matcher): string {
  switch (matcher.kind) {
    case "literal":
      return write(matcher.value);
    case "prefix":
      return `beginning with ${write(matcher.text)}`;
    case "suffix":
      return `ending in ${write(matcher.text)}`;
    case "anything-but":
      return `anything but ${list(matcher.values.map(write))}`;
    case "numeric":
      return matcher.ranges.map(({ operator, bound }) => `${operator} ${bound}`).join(" and ");
    case "exists":
      return matcher.wanted ? "to be there" : "not to be there";
  }
}

function list(words: string[]): string {
  const shown = words.slice(0, mostShown).join(" or ");
  return words.length > mostShown ? `${shown} or ${words.length - mostShown} more` : shown;
}

function write(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
