import type { NaiveFilter } from "./payload-arbitraries";

type Step = { key: string } | { index: number };
type Place = { steps: Step[]; value: unknown };

/**
 * The filter's rule written the other way round: every place of the payload is listed first, then each is
 * held against each path. Knows nothing of the product's own types.
 */
export function isPayloadMatchNaively(filter: NaiveFilter, payload: unknown): boolean {
  const places = payload === undefined ? [] : listPlaces(payload, []);
  for (const { names, matchers } of filter) {
    const values = places.filter(({ steps }) => isAt(steps, names)).map(({ value }) => value);
    let isMet = false;
    for (const matcher of matchers) if (isMetBy(matcher, values)) isMet = true;
    if (!isMet) return false;
  }
  return true;
}

function listPlaces(value: unknown, steps: Step[]): Place[] {
  const places: Place[] = [{ steps, value }];
  if (Array.isArray(value)) {
    if (steps.filter((step) => "index" in step).length >= 10) return places;
    for (const [index, element] of value.entries())
      if (index < 100) places.push(...listPlaces(element, [...steps, { index }]));
  } else if (value !== null && typeof value === "object")
    for (const key of Object.keys(value))
      places.push(...listPlaces(Object.getOwnPropertyDescriptor(value, key)?.value, [...steps, { key }]));
  return places;
}

function isAt(steps: Step[], names: string[]): boolean {
  const [step, ...laterSteps] = steps;
  const [name, ...laterNames] = names;
  if (step === undefined) return name === undefined;
  if ("key" in step) return step.key === name && isAt(laterSteps, laterNames);
  const isIndex = name !== undefined && [...name].every((character) => "0123456789".includes(character));
  return isIndex
    ? String(step.index) === String(Number(name)) && isAt(laterSteps, laterNames)
    : isAt(laterSteps, names);
}

function isMetBy(matcher: unknown, values: unknown[]): boolean {
  if (matcher === null || typeof matcher !== "object") return values.includes(matcher);
  const [[kind, operand] = []] = Object.entries(matcher);
  if (kind === "exists") return operand === true ? values.length > 0 : values.length === 0;
  for (const value of values) {
    if (kind === "prefix" && typeof value === "string" && value.slice(0, operand.length) === operand)
      return true;
    if (kind === "suffix" && typeof value === "string" && `^${value}`.endsWith(operand)) return true;
    if (kind === "anything-but" && isScalar(value) && [operand].flat().indexOf(value) === -1) return true;
    if (kind === "numeric" && typeof value === "number" && isInRange(value, operand)) return true;
  }
  return false;
}

function isInRange(value: number, [operator, bound, ...rest]: unknown[]): boolean {
  const difference = Math.sign(value - Number(bound));
  const allowed = { "=": [0], ">": [1], ">=": [0, 1], "<": [-1], "<=": [-1, 0] }[String(operator)] ?? [];
  if (!allowed.some((sign) => sign === difference)) return false;
  return rest.length === 0 || isInRange(value, rest);
}

function isScalar(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value) || value === null;
}
