import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { startWireServer } from "./wire-server";

export type EmbeddedDatabase = { port: number; url: string; stop: () => Promise<void> };

/**
 * Opens Postgres in WASM, with pgvector, behind a socket on loopback. `folder` holds the cluster (made on
 * first use, about 4 s; null keeps it in memory), `port` 0 takes a free one. One process per folder: the
 * caller holds the lock. When the database itself breaks down, the process exits with code 70, to be
 * started again over the same files.
 */
export async function openEmbeddedDatabase(
  folder: string | null,
  port = 0,
  password = randomBytes(16).toString("hex"),
): Promise<EmbeddedDatabase> {
  if (folder) await ensureCluster(folder);
  const database = await openCluster(folder);
  exitOnBreakdown(database);
  const server = await startWireServer(database, port, password);
  return {
    port: server.port,
    url: `postgresql://postgres:${password}@127.0.0.1:${server.port}/postgres`,
    stop: async () => {
      await server.stop();
      await database.close();
    },
  };
}

// Made beside its place and moved there when whole: one cut off half-way could not be opened again.
async function ensureCluster(folder: string): Promise<void> {
  if (existsSync(join(folder, "PG_VERSION"))) return;
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  await (await openCluster(draft)).close();
  renameSync(draft, folder);
}

function openCluster(folder: string | null): Promise<PGlite> {
  return PGlite.create({ ...(folder ? { dataDir: folder } : {}), extensions: { vector } });
}

// SQL errors are answered over the wire; what is thrown here means that the WASM module has failed, after
// which the server's queue would wait for ever.
function exitOnBreakdown(database: PGlite): void {
  const execute = database.execProtocolRawStream.bind(database);
  database.execProtocolRawStream = async (...args) => {
    try {
      return await execute(...args);
    } catch (error) {
      console.error("the embedded database has broken down", error);
      process.exit(70);
    }
  };
}
