import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@/prisma/generated/client";
import { env } from "@/server/env";

const holder = globalThis as { ensembleDb?: PrismaClient };

/**
 * The process's one database client, over a pool of DATABASE_POOL_SIZE connections; opened on first use,
 * so that a build needs no database. Services only.
 */
export const db: PrismaClient = new Proxy({} as PrismaClient, {
  get: (_target, property) => Reflect.get(openDatabase(), property),
});

function openDatabase(): PrismaClient {
  holder.ensembleDb ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: env().DATABASE_URL, max: env().DATABASE_POOL_SIZE }),
  });
  return holder.ensembleDb;
}
