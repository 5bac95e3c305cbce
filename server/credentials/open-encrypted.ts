import { createDecipheriv, pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import { type CredentialContent, toContent } from "@/server/credentials/fields";
import type { EncryptedForm } from "@/server/credentials/schema";
import { invalidField } from "@/server/errors";
import { parseOrUndefined } from "@/server/json-text";
import type { KeyRing } from "@/server/key-ring";

const derive = promisify(pbkdf2);
/** The present count, then the one that older clients used without saying so (contracts/personas.md §1.1). */
const knownIterations = [600_000, 310_000];

/**
 * Opens a credential that its sender encrypted: AES-256-GCM under a key of the ring as it is, or, when there is a
 * salt, under PBKDF2-SHA256 of its hex text (design §8). A JSON object gives fields, anything else is one value.
 * Throws validation_failed when no key of the ring opens it.
 */
export async function openEncrypted(form: EncryptedForm, ring: KeyRing): Promise<CredentialContent> {
  for (const key of ring.keys.values())
    for (const candidate of listKeys(key, form)) {
      const text = decrypt(form, await candidate());
      if (text === null) continue;
      const parsed = parseOrUndefined(text);
      const isFields = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
      return isFields ? toContent(parsed) : typeof parsed === "string" ? parsed : text;
    }
  throw invalidField(
    "encryptedData",
    form.salt
      ? "Cannot be opened with a key derived from the hub's MASTER_KEY and this salt, iter, iv and tag"
      : "Cannot be opened with the hub's MASTER_KEY and this iv and tag; a derived key needs its salt",
  );
}

function listKeys(key: Buffer, { salt, iter }: EncryptedForm): (() => Promise<Buffer>)[] {
  if (!salt) return [async () => key];
  const counts = iter ? [iter] : knownIterations;
  return counts.map(
    (count) => () => derive(key.toString("hex"), Buffer.from(salt, "hex"), count, 32, "sha256"),
  );
}

function decrypt({ encryptedData, iv, tag }: EncryptedForm, key: Buffer): string | null {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "hex"), { authTagLength: 16 });
    decipher.setAuthTag(Buffer.from(tag, "hex"));
    return Buffer.concat([decipher.update(Buffer.from(encryptedData, "hex")), decipher.final()]).toString(
      "utf8",
    );
  } catch {
    return null;
  }
}
