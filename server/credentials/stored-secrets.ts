import { open } from "@/server/crypto";
import { db } from "@/server/db";
import { parseOrUndefined } from "@/server/json-text";
import { rememberSecrets } from "@/server/known-secrets";

/**
 * The hub's own secrets in the database: keys as they are, and each text of those kept as JSON, but for what stands
 * under `about`: addresses and names, which are none.
 */
export async function openStoredSecrets(): Promise<string[]> {
  const rows = await db.secret.findMany({ select: { name: true, sealed: true } });
  const values = rows.flatMap(({ name, sealed }) => {
    try {
      const text = open(sealed, { table: "secret", id: name, field: "sealed" });
      return [text, ...listTexts(parseOrUndefined(text))];
    } catch {
      // Told of where it is used.
      return [];
    }
  });
  rememberSecrets(values);
  return values;
}

function listTexts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => (name === "about" ? [] : listTexts(part)));
}
