/** One matcher of a payload filter, as a line of the form. Lines with the same path are alternatives. */
export type FilterRow = { id: number; path: string; kind: FilterKind; value: string };
/** How one line holds a value against the payload. */
type Said = Pick<FilterRow, "kind" | "value">;
export const filterKinds = [
  { value: "is", label: "is" },
  { value: "prefix", label: "begins with" },
  { value: "suffix", label: "ends in" },
  { value: "anything-but", label: "is anything but" },
  { value: "numeric", label: "is in the range" },
  { value: "exists", label: "is there" },
  { value: "missing", label: "is not there" },
] as const;
export type FilterKind = (typeof filterKinds)[number]["value"];

/** The lines of a filter written as JSON. Null when it holds something that no line can say. */
export function readFilterRows(text: string): FilterRow[] | null {
  if (text.trim() === "") return [];
  const json = parse(text);
  if (!isObject(json)) return null;
  const rows: FilterRow[] = [];
  for (const [path, matchers] of Object.entries(json)) {
    if (!Array.isArray(matchers)) return null;
    for (const matcher of matchers) {
      const part = readMatcher(matcher);
      if (part === null) return null;
      rows.push({ id: rows.length, path, ...part });
    }
  }
  return rows;
}

/**
 * The filter that lines say, as JSON; empty when they say nothing. A line without a path is left out. What
 * does not make sense is passed on, so that the hub can say what is wrong with it.
 */
export function writeFilterRows(rows: FilterRow[]): string {
  const paths = new Map<string, unknown[]>();
  for (const { path, kind, value } of rows) {
    if (path === "") continue;
    paths.set(path, [...(paths.get(path) ?? []), writeMatcher(kind, value)]);
  }
  if (paths.size === 0) return "";
  const parts = [...paths].map(([path, matchers]) => {
    const list = matchers.map((matcher) => JSON.stringify(matcher)).join(", ");
    return `  ${JSON.stringify(path)}: [${list}]`;
  });
  return `{\n${parts.join(",\n")}\n}`;
}

/** Another line, empty yet. */
export function appendRow(rows: FilterRow[]): FilterRow[] {
  const id = Math.max(-1, ...rows.map((row) => row.id)) + 1;
  return [...rows, { id, path: "", kind: "is", value: "" }];
}

function readMatcher(matcher: unknown): Said | null {
  if (isScalar(matcher)) return { kind: "is", value: writeScalar(matcher) };
  if (!isObject(matcher)) return null;
  const [[kind, operand] = [], ...others] = Object.entries(matcher);
  if (others.length > 0) return null;
  if ((kind === "prefix" || kind === "suffix") && typeof operand === "string")
    return { kind, value: operand };
  if (kind === "exists" && typeof operand === "boolean")
    return { kind: operand ? "exists" : "missing", value: "" };
  if (kind === "anything-but") return readAnythingBut(operand);
  if (kind === "numeric" && Array.isArray(operand)) return readNumeric(operand);
  return null;
}

function readAnythingBut(operand: unknown): Said | null {
  if (isScalar(operand)) return { kind: "anything-but", value: writeListed(operand) };
  if (!Array.isArray(operand) || operand.length === 0 || !operand.every(isScalar)) return null;
  return { kind: "anything-but", value: operand.map(writeListed).join(", ") };
}

function readNumeric(operand: unknown[]): Said | null {
  const pairs = [];
  for (let at = 0; at < operand.length; at += 2) pairs.push(`${operand[at]} ${operand[at + 1]}`);
  const value = pairs.join(", ");
  return JSON.stringify(writeNumeric(value)) === JSON.stringify(operand) ? { kind: "numeric", value } : null;
}

function writeMatcher(kind: FilterKind, value: string): unknown {
  if (kind === "is") return readScalar(value);
  if (kind === "exists" || kind === "missing") return { exists: kind === "exists" };
  if (kind === "anything-but") return { "anything-but": splitList(value).map(readScalar) };
  if (kind === "numeric") return { numeric: writeNumeric(value) };
  return { [kind]: value };
}

/** `>= 5, < 10` as `[">=", 5, "<", 10]`; a bare number is taken for equality, what is neither stays text. */
function writeNumeric(value: string): unknown[] {
  return value
    .split(",")
    .map((part) => part.trim())
    .flatMap((part) => {
      const [, operator, bound = ""] = /^(>=|<=|=|>|<)?\s*(\S+)$/.exec(part) ?? [];
      const number = bound === "" ? Number.NaN : Number(bound);
      return Number.isFinite(number) ? [operator ?? "=", number] : [part];
    });
}

/** Commas stand between values, but not within quotes. */
function splitList(value: string): string[] {
  return (value.match(/\s*"(?:[^"\\]|\\.)*"\s*|[^,]+/g) ?? [""]).map((part) => part.trim()).filter(Boolean);
}

/** 5, true, false and null are what they look like; anything else is text, in quotes when it looks like one of them. */
function readScalar(value: string): unknown {
  const json = parse(value.trim());
  return json !== undefined && isScalar(json) ? json : value;
}

function writeScalar(value: unknown): string {
  return typeof value === "string" && readScalar(value) === value ? value : JSON.stringify(value);
}

function writeListed(value: unknown): string {
  const written = writeScalar(value);
  const isPlain = splitList(written).length === 1 && splitList(written)[0] === written;
  return isPlain ? written : JSON.stringify(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
