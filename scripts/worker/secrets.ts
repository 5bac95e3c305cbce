import { join } from "node:path";
import { isPassed } from "./cli-args";

const saysSecret = /KEY|TOKEN|SECRET|PASSWORD|AUTH/i;
/** Such a name speaks of a number: how many tokens, or how long a key is good for. */
const saysNumber = /TOKENS$|_MS$/i;
/** What the CLI's file of credentials holds beside secrets. */
const plainFields = new Set(["scopes", "subscriptionType", "rateLimitTier"]);

/**
 * Values of the worker's own that the CLI is given or reads for itself, and that must not leave the machine: variables
 * whose name says so, what is sent along as a header, the password in the address of a proxy, and what the CLI
 * has signed in with. `readText` reads a file, and throws where there is none.
 */
export function listOwnSecrets(
  own: Record<string, string | undefined>,
  readText: (path: string) => string,
): string[] {
  const given = Object.entries(own).filter(([name]) => isPassed(name));
  const values = given.flatMap(([name, value = ""]) => [
    ...(isSecret(name, value) ? [value] : []),
    ...(/HEADERS?$/i.test(name) ? readHeaders(value) : []),
    ...readAddress(value),
  ]);
  return [...values, ...readSignIn(own, readText)].filter((value) => value !== "");
}

function isSecret(name: string, value: string): boolean {
  return saysSecret.test(name) && !(saysNumber.test(name) && /^\d+$/.test(value));
}

/** Of lines such as "X-Api-Key: …", what stands behind the name. */
function readHeaders(text: string): string[] {
  return text.split("\n").map((line) => line.slice(line.indexOf(":") + 1).trim());
}

/** Of an address such as http://user:password@proxy:3128, what it signs in with, as it stands and decoded. */
function readAddress(text: string): string[] {
  const [, user, password] = /^(?:[a-z][\w+.-]*:\/\/)?([^/\s:]*):([^/\s]*)@/i.exec(text) ?? [];
  if (user === undefined || !password) return [];
  return [password, `${user}:${password}`, decode(password), `${decode(user)}:${decode(password)}`];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readSignIn(own: Record<string, string | undefined>, readText: (path: string) => string): string[] {
  const folder = own.CLAUDE_CONFIG_DIR ?? (own.HOME && join(own.HOME, ".claude"));
  if (!folder) return [];
  try {
    return listTexts(JSON.parse(readText(join(folder, ".credentials.json"))));
  } catch {
    // It signs in otherwise, or writes the file at this moment.
    return [];
  }
}

function listTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => (plainFields.has(name) ? [] : listTexts(each)));
}
