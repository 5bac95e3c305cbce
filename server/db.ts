import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "@/prisma/generated/client";
import { env } from "@/server/env";
import { logger } from "@/server/logger";

type Opened = { client: PrismaClient; pool: pg.Pool };
const holder = globalThis as { ensembleDb?: Opened };

/**
 * The process's one database client, over a pool of DATABASE_POOL_SIZE connections; opened on first use,
 * so that a build needs no database. Services only.
 */
export const db: PrismaClient = new Proxy({} as PrismaClient, {
  get: (_target, property) => Reflect.get(openDatabase().client, property),
});

/**
 * Runs one statement over the same pool without Prisma's way there and back, which costs the process more than
 * sending it does: for the hottest statements alone. Throws pg's own errors.
 */
export async function runHotStatement<Row extends pg.QueryResultRow>({
  strings,
  values,
}: Prisma.Sql): Promise<Row[]> {
  const text = strings.reduce((before, part, index) => `${before}$${index}${part}`);
  return (await openDatabase().pool.query<Row>(text, values)).rows;
}

function openDatabase(): Opened {
  holder.ensembleDb ??= connect();
  return holder.ensembleDb;
}

function connect(): Opened {
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: env().DATABASE_POOL_SIZE,
    // Prisma writes times without a zone, so that a server's own zone would move them.
    onConnect: async (connection) => {
      await connection.query("SET TIME ZONE 'UTC'");
    },
  });
  // A connection that breaks while nobody uses it is replaced; unheard, it would end the process.
  pool.on("error", (error) => logger.warn({ err: error }, "An idle database connection was lost."));
  const adapter = new PrismaPg(pool, { disposeExternalPool: true });
  // The embedded database serves one transaction after the other: in a burst the last has to wait for all before it.
  const client = new PrismaClient({ adapter, transactionOptions: { maxWait: 15_000, timeout: 20_000 } });
  return { client, pool };
}
