/**
 * Runs once per start, beside the processes that stay: brings the database up to date, makes sure that the master key
 * is the one it was written with, seeds it and makes the owner's sign-in link. A process of its own, so that what it loads does not stay in memory.
 * Prints `migrated`, then `seeded`, then `owner-link <url>`, each when asked for and done.
 */
import { parseArgs } from "node:util";
import { bringUpToDate } from "./migrate/bring-up-to-date";
import { describeError } from "./migrate/describe-error";

const databasePatienceMs = 60_000;

const { values } = parseArgs({ options: { seed: { type: "boolean" }, "owner-link": { type: "boolean" } } });

try {
  const applied = await bringUpToDate(process.env.DATABASE_URL ?? "", databasePatienceMs);
  const { checkMasterKey } = await import("@/server/credentials/check-master-key");
  await checkMasterKey();
  console.log(`migrated ${applied.length}`);
  if (values.seed) {
    const { seed } = await import("@/scripts/seed");
    await seed();
    console.log("seeded");
  }
  if (values["owner-link"]) {
    const { createOwnerLink } = await import("@/server/sign-in/service");
    console.log(`owner-link ${(await createOwnerLink()).url}`);
  }
} catch (error) {
  console.error(describeError(error));
  process.exit(1);
}
process.exit(0);
