import { isProtocolKey, type ProtocolKey, protocolKeys } from "@/server/protocols/keys";
import { withoutNul } from "@/server/without-nul";

/** A protocol found in text; `problem` says why it could not be read. */
export type FoundProtocol = { key: ProtocolKey; payload: unknown; problem: string | null };

/** The longest object that is looked at, in characters. */
const mostCharacters = 200_000;
/** How many characters are walked over in all, as a multiple of the text: text made to be slow is given up on. */
const patience = 20;
const begun = new RegExp(`^\\{\\s*"(${protocolKeys.join("|")})"\\s*:`);

/**
 * The protocols written as JSON in a persona's text (contracts/personas.md §1.3): balanced objects that hold exactly one
 * protocol key, in their order. What begins like one and cannot be read is reported with its problem.
 */
export function findProtocols(text: string): FoundProtocol[] {
  if (!protocolKeys.some((key) => text.includes(`"${key}"`))) return [];
  const found: FoundProtocol[] = [];
  let budget = text.length * patience + mostCharacters;
  let at = text.indexOf("{");
  while (at >= 0 && budget > 0) {
    const end = findEnd(text, at);
    budget -= (end ?? Math.min(text.length, at + mostCharacters)) - at;
    const read = end === null ? null : readObject(text.slice(at, end));
    if (read === null || end === null) {
      const broken = describeBroken(text, at);
      if (broken) found.push(broken);
      // What stands inside a broken one is not looked for: its parts are not what was meant.
      at = text.indexOf("{", broken ? endOfLine(text, at) : at + 1);
      continue;
    }
    if (read.protocol) found.push(read.protocol);
    at = text.indexOf("{", end);
  }
  return found;
}

/** The index behind the brace that closes the one at `start`; null when none does. */
function findEnd(text: string, start: number): number | null {
  let depth = 0;
  let isQuoted = false;
  const last = Math.min(text.length, start + mostCharacters);
  for (let at = start; at < last; at++) {
    const character = text[at];
    if (isQuoted) {
      if (character === "\\") at += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function readObject(text: string): { protocol: FoundProtocol | null } | null {
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
  const keys = Object.keys(parsed).filter(isProtocolKey);
  const [key] = keys;
  if (key === undefined) return { protocol: null };
  if (keys.length > 1) {
    const problem = `holds ${keys.length} protocols (${keys.join(", ")}); each needs an object of its own`;
    return { protocol: { key, payload: null, problem } };
  }
  return { protocol: { key, payload: withoutNul(parsed[key]), problem: null } };
}

function describeBroken(text: string, at: number): FoundProtocol | null {
  const key = begun.exec(text.slice(at, at + 200))?.[1];
  if (key === undefined || !isProtocolKey(key)) return null;
  return { key, payload: null, problem: "is not valid JSON" };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
