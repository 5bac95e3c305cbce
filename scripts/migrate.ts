import { parseArgs } from "node:util";
import { applyMigrations } from "./migrate/apply";
import { amendMigration, createMigration } from "./migrate/write";

const usage = `npm run migrate                       apply what is pending to DATABASE_URL
npm run migrate -- --create <name>    write a migration from the change in prisma/schema
npm run migrate -- --amend            write the newest migration anew (before anybody applied it)`;

const { values } = parseArgs({
  options: { create: { type: "string" }, amend: { type: "boolean" }, help: { type: "boolean" } },
});

if (values.help) console.log(usage);
else if (values.create)
  console.log((await createMigration(values.create)) ?? "prisma/schema has not changed");
else if (values.amend) console.log(await amendMigration());
else console.log(describeApplied(await applyMigrations(process.env.DATABASE_URL ?? "")));
process.exit(0);

function describeApplied(names: string[]): string {
  return names.length === 0 ? "nothing to migrate" : names.map((name) => `applied ${name}`).join("\n");
}
