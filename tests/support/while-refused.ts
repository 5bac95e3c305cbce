import { expect } from "vitest";
import { db } from "@/server/db";

/**
 * Lets the database refuse some updates of a table during the work, which so has to fail: as if the process
 * had died right there.
 */
export async function whileRefused(
  table: string,
  condition: string,
  work: () => Promise<unknown>,
): Promise<void> {
  await db.$executeRawUnsafe(
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$",
  );
  await db.$executeRawUnsafe(
    `CREATE TRIGGER refused BEFORE UPDATE ON ${table} FOR EACH ROW WHEN (${condition}) EXECUTE FUNCTION refuse()`,
  );
  try {
    await expect(work()).rejects.toThrow("refused");
  } finally {
    await db.$executeRawUnsafe("DROP FUNCTION refuse CASCADE");
  }
}
