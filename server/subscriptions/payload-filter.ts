/** What one value of a payload is held against. */
export type Matcher =
  | { kind: "literal"; value: Scalar }
  | { kind: "prefix" | "suffix"; text: string }
  | { kind: "anything-but"; values: Scalar[] }
  | { kind: "numeric"; ranges: { operator: Comparison; bound: number }[] }
  | { kind: "exists"; wanted: boolean };
/** A path into the payload, and the matchers of which one has to hold. */
export type Condition = { path: string; segments: string[]; matchers: Matcher[] };
/** All conditions have to hold. */
export type PayloadFilter = Condition[];
export type Scalar = string | number | boolean | null;

const comparisons = ["=", ">", ">=", "<", "<="] as const;
export type Comparison = (typeof comparisons)[number];
const deepestPath = 10;
const longestList = 100;

/**
 * Reads a filter on payloads (contracts/personas.md §1.4): an object of dot-path → array of matchers, each
 * a literal, `{prefix}`, `{suffix}`, `{"anything-but": literal or list}`, `{numeric: [operator, number, …]}`
 * or `{exists: boolean}`. A path has at most 10 names, a list at most 100 entries. A dot inside a name is
 * written `\.` and a backslash `\\`. Says everything that is wrong at once.
 */
export function readPayloadFilter(json: unknown): { filter: PayloadFilter; problems: string[] } {
  const problems: string[] = [];
  if (!isObject(json)) return { filter: [], problems: ["Expected an object of paths"] };
  const entries = Object.entries(json);
  if (entries.length > longestList) problems.push(`At most ${longestList} paths`);
  const filter = entries.slice(0, longestList).map(([path, list]): Condition => {
    const report = (problem: string) => void problems.push(`${path || "(empty path)"}: ${problem}`);
    return { path, segments: readPath(path, report), matchers: readMatchers(list, report) };
  });
  return { filter, problems };
}

type Report = (problem: string) => void;

function readPath(path: string, report: Report): string[] {
  const segments = splitPath(path);
  if (segments === null) report("A backslash may stand before a dot or a backslash only");
  else if (segments.includes("")) report("A path is names with dots between, and no name is empty");
  else if (segments.length > deepestPath) report(`At most ${deepestPath} names deep`);
  return segments ?? [];
}

/** `a.b\.c` is the names `a` and `b.c`. Null when a backslash escapes nothing. */
function splitPath(path: string): string[] | null {
  const segments = [""];
  for (let at = 0; at < path.length; at++) {
    const isEscape = path[at] === "\\";
    if (isEscape) at += 1;
    const character = path.charAt(at);
    if (isEscape && character !== "." && character !== "\\") return null;
    if (character === "." && !isEscape) segments.push("");
    else segments[segments.length - 1] += character;
  }
  return segments;
}

function readMatchers(list: unknown, report: Report): Matcher[] {
  if (!Array.isArray(list)) {
    report(isObject(list) ? "Write nested names as one path, with dots" : "Expected an array of matchers");
    return [];
  }
  if (list.length === 0) report("At least one matcher is needed");
  if (list.length > longestList) report(`At most ${longestList} matchers`);
  return list.slice(0, longestList).flatMap((entry) => readMatcher(entry, report) ?? []);
}

function readMatcher(entry: unknown, report: Report): Matcher | null {
  if (isScalar(entry)) return { kind: "literal", value: entry };
  if (!isObject(entry)) return refuse(report, "A matcher is a literal or an object, not an array");
  const [kind = "", ...others] = Object.keys(entry);
  if (kind === "" || others.length > 0) return refuse(report, "A matcher object has exactly one key");
  const operand = entry[kind];
  switch (kind) {
    case "prefix":
    case "suffix":
      return typeof operand === "string" ? { kind, text: operand } : refuse(report, `${kind} takes a string`);
    case "exists":
      return typeof operand === "boolean"
        ? { kind, wanted: operand }
        : refuse(report, "exists takes true or false");
    case "anything-but":
      return readAnythingBut(operand, report);
    case "numeric":
      return readNumeric(operand, report);
    default:
      return refuse(
        report,
        `Unknown matcher "${kind}"; known are prefix, suffix, anything-but, numeric and exists`,
      );
  }
}

function readAnythingBut(operand: unknown, report: Report): Matcher | null {
  const values: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0 || values.length > longestList || !values.every(isScalar))
    return refuse(
      report,
      `anything-but takes a string, number, true, false or null, or a list of 1–${longestList}`,
    );
  return { kind: "anything-but", values };
}

function readNumeric(operand: unknown, report: Report): Matcher | null {
  const words = "numeric takes pairs of =, >, >=, < or <= and a number";
  if (!Array.isArray(operand) || operand.length === 0 || operand.length % 2 === 1)
    return refuse(report, words);
  if (operand.length > longestList) return refuse(report, `numeric takes at most ${longestList / 2} pairs`);
  const ranges = [];
  for (let at = 0; at < operand.length; at += 2) {
    const operator = comparisons.find((known) => known === operand[at]);
    const bound: unknown = operand[at + 1];
    if (operator === undefined || typeof bound !== "number" || !Number.isFinite(bound))
      return refuse(report, words);
    ranges.push({ operator, bound });
  }
  return { kind: "numeric", ranges };
}

function refuse(report: Report, problem: string): null {
  report(problem);
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
