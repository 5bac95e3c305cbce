import { hmacSha256 } from "@/server/crypto";
import { env } from "@/server/env";

/**
 * The nonce of everything fenced in one execution (or of another subject): 16 hex digits, the same each time, so that
 * a resumed run sends the same bytes, and not to be guessed without the master key.
 */
export function nonceOf(subject: string): string {
  const { active, keys } = env().keyRing;
  const key = keys.get(active);
  if (!key) throw new Error("The key ring has no active key.");
  return hmacSha256(key.toString("hex"), `prompt-nonce|${subject}`).slice(0, 16);
}
