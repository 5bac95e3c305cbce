import { readSealedSample } from "@/server/credentials/reseal";
import { listSealedTexts, resealValue, sealedPlaces } from "@/server/credentials/sealed-places";
import { open, randomHex, seal } from "@/server/crypto";
import { db } from "@/server/db";
import { env } from "@/server/env";

const name = "master-key-check";
const place = { table: "secret", id: name, field: "sealed" };

/**
 * Makes sure that the key ring is the one this database was written with: opens a value that the first start sealed.
 * Throws an Error of one line that names MASTER_KEY and says what to do.
 */
export async function checkMasterKey(): Promise<void> {
  const row = await db.secret.findUnique({ where: { name } });
  if (row) {
    if (!canOpen(row.sealed)) throw new Error(explain(row.sealed));
    return;
  }
  // A database from before there was such a value is judged by what it holds.
  await refuseForeignValues();
  await db.secret.createMany({ data: [{ name, sealed: seal(randomHex(16), place) }], skipDuplicates: true });
}

function canOpen(sealed: string): boolean {
  try {
    open(sealed, place);
    return true;
  } catch {
    return false;
  }
}

/** Throws when there are sealed values and none of a sample of them opens. */
async function refuseForeignValues(): Promise<void> {
  let refused: string | undefined;
  for (const each of sealedPlaces)
    for (const { id, value } of await readSealedSample(each)) {
      try {
        resealValue(each, id, value);
        return;
      } catch {
        refused ??= listSealedTexts(each, value).find((text) => text.startsWith("v1."));
      }
    }
  if (refused !== undefined) throw new Error(explain(refused));
}

function explain(sealed: string): string {
  const kid = sealed.split(".")[1] ?? "";
  const { keys } = env().keyRing;
  const problem = keys.has(kid)
    ? `is not the key "${kid}" that this database was written with`
    : `lacks the key "${kid}" that this database was written with (it has ${[...keys.keys()].join(", ")})`;
  return `MASTER_KEY ${problem}, so that nothing stored encrypted could be read. Start with that key, or put it behind the new one: MASTER_KEYS=new:<64 hex digits>,${kid}:<64 hex digits>. A key that the hub made itself is in secrets.json of its data folder.`;
}
