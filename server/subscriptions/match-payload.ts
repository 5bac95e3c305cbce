import type { Comparison, Condition, Matcher, PayloadFilter } from "@/server/subscriptions/payload-filter";
import type { PayloadReader } from "@/server/subscriptions/payload-reader";

/**
 * Whether every condition of a filter holds. One holds when one of its matchers does, for any of the values
 * at its path. Values are compared as they are: "1" is not 1, and null is a value. Objects fit no matcher
 * but `exists`.
 */
export function isPayloadMatch(filter: PayloadFilter, read: PayloadReader): boolean {
  return findUnmet(filter, read) === null;
}

/** The first condition that does not hold, or null. */
export function findUnmet(filter: PayloadFilter, read: PayloadReader): Condition | null {
  return filter.find((condition) => !isMet(condition, read)) ?? null;
}

function isMet(condition: Condition, read: PayloadReader): boolean {
  const { isThere, values } = read(condition);
  return condition.matchers.some((matcher) =>
    matcher.kind === "exists" ? matcher.wanted === isThere : values.some((value) => isFit(matcher, value)),
  );
}

function isFit(matcher: Exclude<Matcher, { kind: "exists" }>, value: unknown): boolean {
  switch (matcher.kind) {
    case "literal":
      return value === matcher.value;
    case "prefix":
      return typeof value === "string" && value.startsWith(matcher.text);
    case "suffix":
      return typeof value === "string" && value.endsWith(matcher.text);
    case "anything-but":
      return (typeof value !== "object" || value === null) && !matcher.values.some((each) => each === value);
    case "numeric":
      return (
        typeof value === "number" &&
        matcher.ranges.every(({ operator, bound }) => isWithin(value, operator, bound))
      );
  }
}

function isWithin(value: number, operator: Comparison, bound: number): boolean {
  switch (operator) {
    case "=":
      return value === bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
  }
}
