/**
 * SHA-256 in hex of a value's canonical JSON, as the hub hashes it. Null where the browser has no digest, which it
 * gives to secure pages and to this machine's only.
 */
export async function hashJson(value: unknown): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const { default: canonicalize } = await import("canonicalize");
  const bytes = new TextEncoder().encode(canonicalize(value) ?? "null");
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
