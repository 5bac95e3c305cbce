import { masked } from "@/server/masked";
import { boundJson } from "@/server/prompts/bound-json";

const mostCharacters = 20_000;
const secretName =
  /pass(word|phrase)|secret|token$|authorization|api[-_]?key|cookie|credential|private[-_]?key/i;
/** How the keys of well-known services and of the hub itself begin. */
const secretValue =
  /\b(?:sk-[A-Za-z0-9]+-|sk_|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abps]-|whsec_|dac_|signkey-|Bearer\s+)[A-Za-z0-9._~+/=-]{8,}/g;

/** JSON text of a value that may hold anything: what looks like a secret is masked, what is long is cut. */
export function redact(value: unknown): string {
  const text = JSON.stringify(mask(boundJson(value)));
  return text.length <= mostCharacters
    ? text
    : `${text.slice(0, mostCharacters)}… [left out: ${text.length - mostCharacters} characters]`;
}

function mask(value: unknown): unknown {
  if (typeof value === "string") return value.replace(secretValue, masked);
  if (Array.isArray(value)) return value.map(mask);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretName.test(name) && item !== null && typeof item !== "number" && typeof item !== "boolean"
        ? masked
        : mask(item),
    ]),
  );
}
