import { isDeepStrictEqual } from "node:util";
import { parseOrUndefined } from "@/server/json-text";

export type ChainCondition = {
  type: "success" | "failure" | "any" | "jsonpath";
  jsonpath?: string | undefined;
  expected?: unknown;
};

const step = /\.([A-Za-z_][\w-]*)|\[(\d{1,6})\]|\["([^"\\]+)"\]/y;

/** Whether a text is a path such as `$.a.b[0]` or `$["a b"]`. */
export function isJsonPath(text: string): boolean {
  return splitPath(text) !== null;
}

/**
 * Whether a chain goes on after an execution that ended so (contracts/personas.md §1.5). A jsonpath looks at the
 * output as JSON: it must be equal to `expected`, or there and not null when nothing is expected.
 */
export function isMet(
  condition: ChainCondition | undefined,
  ended: { status: string; output: string | null },
): boolean {
  switch (condition?.type) {
    case "success":
      return ended.status === "completed";
    case "failure":
      return ended.status === "failed";
    case "jsonpath": {
      const found = readJsonPath(parseOrUndefined(ended.output), condition.jsonpath ?? "$");
      return condition.expected === undefined
        ? found !== undefined && found !== null
        : isDeepStrictEqual(found, condition.expected);
    }
    default:
      return true;
  }
}

/** What a path leads to; undefined when it leads nowhere. */
export function readJsonPath(value: unknown, path: string): unknown {
  let here = value;
  for (const key of splitPath(path) ?? []) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string | number, unknown>)[key];
  }
  return here;
}

function splitPath(text: string): (string | number)[] | null {
  if (!text.startsWith("$")) return null;
  const keys: (string | number)[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (!match) return null;
    const [, name, index, quoted] = match;
    if (index !== undefined) keys.push(Number(index));
    else keys.push(name ?? quoted ?? "");
  }
  return keys;
}
