import { z } from "zod";
import { open, seal } from "@/server/crypto";
import { parseOrUndefined } from "@/server/json-text";

/** What a credential holds: values by field, or one value without a field. */
export type CredentialContent = Record<string, string> | string;

const contentShape = z.union([z.string(), z.record(z.string(), z.string())]);

/** What is stored of a content: sealed for this credential alone. */
export function sealContent(id: string, content: CredentialContent): string {
  return seal(JSON.stringify(content), placeOf(id));
}

/** Opens what `sealContent` made. Throws when it cannot be opened or is no content. */
export function openContent(id: string, sealed: string): CredentialContent {
  return contentShape.parse(parseOrUndefined(open(sealed, placeOf(id))));
}

/** Why a stored credential cannot be used, and what to do about it; null when it can. */
export function explainDamage({ id, sealed }: { id: string; sealed: string }): string | null {
  try {
    openContent(id, sealed);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return /No master key/.test(reason)
      ? `${reason} Add that key to MASTER_KEYS, or give the credential its values anew.`
      : "What is stored of it is damaged. Give the credential its values anew.";
  }
}

/** Fields and values as text; values that are no text as their JSON. An empty list of fields is one value alone. */
export function toContent(data: unknown): CredentialContent {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return toText(data);
  return Object.fromEntries(Object.entries(data).map(([field, value]) => [field, toText(value)]));
}

export function listFieldNames(content: CredentialContent): string[] {
  return typeof content === "string" ? [] : Object.keys(content);
}

/** Field and value; a value alone has no field. */
export function listEntries(content: CredentialContent): [field: string | null, value: string][] {
  return typeof content === "string" ? [[null, content]] : Object.entries(content);
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

function placeOf(id: string) {
  return { table: "credential", id, field: "fields" };
}
