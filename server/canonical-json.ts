import canonicalize from "canonicalize";
import { sha256 } from "@/server/crypto";

/**
 * Canonical JSON text (RFC 8785): the same for the same value, whatever the order of its keys. Half of a
 * surrogate pair, which that form refuses, becomes the replacement character.
 */
export function toCanonical(value: unknown): string {
  try {
    return canonicalize(value ?? null) ?? "null";
  } catch {
    return canonicalize(toWellFormed(value)) ?? "null";
  }
}

/** SHA-256 in hex of a value's canonical JSON: what a person approved is known by it. */
export function hashCanonical(value: unknown): string {
  return sha256(toCanonical(value));
}

function toWellFormed(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(toWellFormed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key.toWellFormed(), toWellFormed(field)]),
  );
}
