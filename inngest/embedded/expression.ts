import { type Json, readPath } from "./json";

type Operand = { root: "event" | "async"; path: string[] } | { value: Json };
export type Condition = { left: Operand; right: Operand }[];

/** A condition whose `event` side is already known: what the arriving event must hold. */
export type Match = { path: string[]; value: Json }[];

const token =
  /\s*(?:(==|&&)|((?:event|async)(?:\.[A-Za-z_][\w-]*)+)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?)|(true|false|null)\b)\s*/y;

/**
 * Reads the part of the expression language that the engine supports: equalities joined by `&&`, each
 * between dotted paths of `event` or `async` and literals. Throws an Error that names anything else.
 */
export function parseCondition(text: string): Condition {
  const tokens = readTokens(text);
  const condition: Condition = [];
  for (let at = 0; at < tokens.length; at += 4) {
    const [left, equals, right, and] = tokens.slice(at, at + 4);
    const isLast = at + 3 === tokens.length;
    if (
      typeof left !== "object" ||
      equals !== "==" ||
      typeof right !== "object" ||
      (!isLast && and !== "&&")
    ) {
      throw unsupported(text);
    }
    if (!isLast && at + 4 >= tokens.length) throw unsupported(text);
    condition.push({ left, right });
  }
  if (condition.length === 0) throw unsupported(text);
  return condition;
}

/** Fills in the `event` side. Null when the condition can never hold. */
export function resolveCondition(condition: Condition, event: Json): Match | null {
  const match: Match = [];
  for (const { left, right } of condition) {
    const known = [left, right].flatMap((side) => readKnown(side, event));
    const open = [left, right].flatMap((side) =>
      "root" in side && side.root === "async" ? [side.path] : [],
    );
    const [first, second] = known;
    const [path] = open;
    if (open.length === 2) return null;
    if (path && first) {
      if (first.value === undefined) return null;
      match.push({ path, value: first.value });
    } else if (!isSame(first?.value, second?.value)) return null;
  }
  return match;
}

/** Whether the event that arrived holds every value of the match. */
export function isMatch(match: Match, event: Json): boolean {
  return match.every(({ path, value }) => isSame(readPath(event, path), value));
}

function readKnown(side: Operand, event: Json): { value: Json | undefined }[] {
  if ("value" in side) return [{ value: side.value }];
  return side.root === "event" ? [{ value: readPath(event, side.path) as Json | undefined }] : [];
}

function isSame(left: unknown, right: unknown): boolean {
  return left === right && left !== undefined && (left === null || typeof left !== "object");
}

function readTokens(text: string): (Operand | "==" | "&&")[] {
  const tokens: (Operand | "==" | "&&")[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (!found) throw unsupported(text);
    const [, operator, path, string, number, word] = found;
    if (operator) tokens.push(operator as "==" | "&&");
    else if (path) {
      const [root, ...keys] = path.split(".");
      tokens.push({ root: root as "event" | "async", path: keys });
    } else if (string) tokens.push({ value: string.slice(1, -1).replace(/\\(.)/g, "$1") });
    else tokens.push({ value: JSON.parse(number ?? word ?? "null") as Json });
  }
  return tokens;
}

function unsupported(text: string): Error {
  return new Error(
    `the expression "${text}" is not supported: write equalities of dotted paths and literals, joined by &&`,
  );
}
