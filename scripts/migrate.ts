import { parseArgs } from "node:util";
import { bringUpToDate } from "./migrate/bring-up-to-date";
import { describeError } from "./migrate/describe-error";
import { amendMigration, createMigration } from "./migrate/write";
import { adoptHubEnvironment } from "./start/tool-environment";

const usage = `npm run migrate                       apply what is pending to DATABASE_URL (npm start does it by itself)
npm run migrate -- --create <name>    write a migration from the change in prisma/schema
npm run migrate -- --amend            write the newest migration anew (before anybody applied it)`;

const { values } = parseArgs({
  options: {
    create: { type: "string" },
    amend: { type: "boolean" },
    data: { type: "string" },
    help: { type: "boolean" },
  },
});

try {
  console.log(await work());
  process.exit(0);
} catch (error) {
  console.error(`ensemble: ${describeError(error)}`);
  process.exit(1);
}

async function work(): Promise<string> {
  if (values.help) return usage;
  if (values.create) return (await createMigration(values.create)) ?? "prisma/schema has not changed";
  if (values.amend) return amendMigration();
  adoptHubEnvironment(values.data);
  const applied = await bringUpToDate(process.env.DATABASE_URL ?? "");
  return applied.length === 0 ? "nothing to migrate" : applied.map((name) => `applied ${name}`).join("\n");
}
