import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openEmbeddedDatabase } from "@/scripts/database/embedded";

const folder = join(process.env.ENSEMBLE_DATA_DIR ?? ".ensemble", "pg");
mkdirSync(folder, { recursive: true, mode: 0o700 });

const database = await openEmbeddedDatabase(folder, Number(process.env.DATABASE_PORT ?? 0));
console.log(`database ready ${database.port}`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    await database.stop();
    process.exit(0);
  });
}
