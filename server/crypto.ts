import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { env } from "@/server/env";

/** Where a sealed value lives; bound into the ciphertext, so that it opens nowhere else. */
export type SealedPlace = { table: string; id: string; field: string };

/**
 * AES-256-GCM with the active master key: `v1.<kid>.<iv>.<ciphertext+tag>` in base64url, a 12-byte random
 * IV, and table|id|field|kid as associated data (design §8).
 */
export function seal(plaintext: string, place: SealedPlace): string {
  const { active, keys } = env().keyRing;
  const key = keys.get(active);
  if (!key) throw new Error("The key ring has no active key.");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
  cipher.setAAD(describePlace(place, active));
  const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return ["v1", active, iv.toString("base64url"), body.toString("base64url")].join(".");
}

/** Opens what `seal` made. Throws when the key is not in the ring, or when text or place were changed. */
export function open(sealed: string, place: SealedPlace): string {
  const [version, kid = "", iv = "", body = ""] = sealed.split(".");
  const key = env().keyRing.keys.get(kid);
  if (version !== "v1" || !key)
    throw new Error(`No master key "${kid}" to open ${place.table}.${place.field}.`);
  const bytes = Buffer.from(body, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"), { authTagLength: 16 });
  decipher.setAAD(describePlace(place, kid));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
}

/** SHA-256 in hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** HMAC-SHA256 in hex. */
export function hmacSha256(key: string, data: string | Uint8Array): string {
  return createHmac("sha256", key).update(data).digest("hex");
}

/** Compares in constant time whatever the lengths are. */
export function isEqualSecret(given: string, expected: string): boolean {
  return timingSafeEqual(
    createHash("sha256").update(given).digest(),
    createHash("sha256").update(expected).digest(),
  );
}

/** Random bytes in hex. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

function describePlace(place: SealedPlace, kid: string): Buffer {
  return Buffer.from(`${place.table}|${place.id}|${place.field}|${kid}`);
}
