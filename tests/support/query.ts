import pg from "pg";

/** Rows of one statement on a hub's own database. */
export async function query<Row extends object>(
  hub: { databaseUrl: string },
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: hub.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** The number that a `SELECT count(*)` finds. */
export async function countRows(
  hub: { databaseUrl: string },
  table: string,
  where: string,
  values: unknown[] = [],
) {
  const rows = await query<{ count: number }>(
    hub,
    `SELECT count(*)::int AS count FROM ${table} WHERE ${where}`,
    values,
  );
  return rows[0]?.count ?? 0;
}
