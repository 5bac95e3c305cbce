import { isSampleKey } from "@/server/weak-secret";

export type KeyRing = { active: string; keys: Map<string, Buffer> };

/**
 * Reads `kid:hex,kid:hex` (first active; 32-byte keys in hex). Throws an Error whose message continues a
 * sentence that begins with the variable's name.
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<string, Buffer>();
  for (const part of text.split(",").map((piece) => piece.trim())) {
    const [kid = "", hex = ""] = part.split(":");
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(kid)) throw new Error("needs a short key id before each colon");
    if (!/^[0-9a-fA-F]{64}$/.test(hex)) throw new Error("must be 64 hex digits");
    if (isSampleKey(hex)) throw new Error("is a sample that everybody knows");
    keys.set(kid, Buffer.from(hex, "hex"));
  }
  const active = keys.keys().next().value;
  if (active === undefined) throw new Error("is empty");
  return { active, keys };
}
