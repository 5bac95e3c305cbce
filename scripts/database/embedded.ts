import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

export type EmbeddedDatabase = { port: number; url: string; stop: () => Promise<void> };

/**
 * Opens Postgres in WASM, with pgvector, behind a socket on loopback. `folder` holds the cluster (made on
 * first use, about 4 s; null keeps it in memory), `port` 0 takes a free one. One process per folder: the
 * caller holds the lock.
 */
export async function openEmbeddedDatabase(folder: string | null, port = 0): Promise<EmbeddedDatabase> {
  const database = await PGlite.create({ ...(folder ? { dataDir: folder } : {}), extensions: { vector } });
  const server = new PGLiteSocketServer({ db: database, host: "127.0.0.1", port, maxConnections: 100 });
  await server.start();
  const boundPort = Number(server.getServerConn().split(":").at(-1));
  return {
    port: boundPort,
    url: `postgresql://postgres:postgres@127.0.0.1:${boundPort}/postgres`,
    stop: async () => {
      await server.stop();
      await database.close();
    },
  };
}
