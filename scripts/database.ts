import { join } from "node:path";
import { openEmbeddedDatabase } from "./database/embedded";

const folder = join(process.env.ENSEMBLE_DATA_DIR ?? ".ensemble", "pg");
const database = await openEmbeddedDatabase(
  folder,
  Number(process.env.DATABASE_PORT ?? 0),
  process.env.DATABASE_PASSWORD,
);
console.log(`database ready ${database.port}`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    await database.stop();
    process.exit(0);
  });
}
