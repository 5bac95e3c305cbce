import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";

/** Postgres numbers its types; the catalogue's one-byte "char" is 18, ordinary text is 25. */
const charType = 18;
const textType = 25;

/**
 * The Postgres adapter, able to read the catalogue: its columns of type "char" are refused by the stock
 * adapter, and the schema engine wants them as single characters. One connection, queries one at a time.
 */
export function createCatalogueAdapter(databaseUrl: string): {
  adapter: SqlMigrationAwareDriverAdapterFactory;
  close: () => Promise<void>;
} {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  let charColumns = new Set<number>();

  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  const queryNotingChars = async (...args: unknown[]) => {
    const result = await query(...args);
    const fields = result.fields ?? [];
    charColumns = new Set(fields.flatMap((field, index) => (field.dataTypeID === charType ? [index] : [])));
    for (const index of charColumns) Object.assign(fields[index] ?? {}, { dataTypeID: textType });
    return result;
  };
  pool.query = queryNotingChars as typeof pool.query;

  const adapter = new PrismaPg(pool);
  const connect = adapter.connect.bind(adapter);
  adapter.connect = async () => {
    const connection = await connect();
    const queryRaw = connection.queryRaw.bind(connection);
    connection.queryRaw = async (sql) => {
      const result = await queryRaw(sql);
      const columnTypes = result.columnTypes.map((type, index) =>
        charColumns.has(index) ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    // The stock adapter cuts a script at every semicolon, those within a function's body included.
    connection.executeScript = async (script) => {
      await query(script);
    };
    return connection;
  };
  return { adapter, close: () => pool.end() };
}
