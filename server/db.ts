import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/server/env";
import { PrismaClient } from "@/prisma/generated/client";

const holder = globalThis as { ensembleDb?: PrismaClient };

/** The process's one database client, over a pool of at most ten connections. Services only. */
export const db: PrismaClient = (holder.ensembleDb ??= openDatabase());

function openDatabase(): PrismaClient {
  const { DATABASE_URL, DATABASE_POOL_SIZE } = env();
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: DATABASE_URL, max: DATABASE_POOL_SIZE }) });
}
