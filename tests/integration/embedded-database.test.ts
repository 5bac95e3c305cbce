import { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedDatabase, openEmbeddedDatabase } from "@/scripts/database/embedded";

let database: EmbeddedDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await openEmbeddedDatabase(null);
  pool = new Pool({ connectionString: database.url, max: 20 });
  pool.on("error", () => undefined);
  await pool.query("CREATE TABLE item (id int PRIMARY KEY, text text)");
});

afterAll(async () => {
  await pool.end();
  await database.stop();
});

test("twenty connections at once each get the rows of their own statements", async () => {
  const answers = await Promise.all(
    Array.from({ length: 2_000 }, async (_, id) => {
      const insert = await pool.query("INSERT INTO item VALUES ($1, $2) RETURNING id", [
        id,
        "x".repeat(id % 300),
      ]);
      const read = await pool.query("SELECT length(text) AS length FROM item WHERE id = $1", [id]);
      return insert.rows[0].id === id && read.rows[0].length === id % 300;
    }),
  );
  expect(answers.filter((isRight) => !isRight)).toHaveLength(0);
});

test("transactions of parallel connections do not see into each other", async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        await client.query("UPDATE item SET text = $2 WHERE id = $1", [index, `mine-${index}`]);
        const { rows } = await client.query("SELECT text FROM item WHERE id = $1", [index]);
        await client.query(index % 2 === 0 ? "COMMIT" : "ROLLBACK");
        return rows[0].text;
      } finally {
        client.release();
      }
    }),
  );
  expect(outcomes).toEqual(outcomes.map((_, index) => `mine-${index}`));
  const { rows } = await pool.query("SELECT count(*)::int AS kept FROM item WHERE text LIKE 'mine-%'");
  expect(rows[0].kept).toBe(30);
});

test("a connection lost inside a transaction gives the session back and leaves nothing", async () => {
  const client = await pool.connect();
  client.on("error", () => undefined);
  await client.query("BEGIN");
  await client.query("INSERT INTO item VALUES (-1, 'lost')");
  const { connection } = client as unknown as { connection: { stream: { destroy: () => void } } };
  connection.stream.destroy();
  client.release(true);
  const { rows } = await pool.query("SELECT count(*)::int AS left_over FROM item WHERE id = -1");
  expect(rows[0].left_over).toBe(0);
});

test("a failed statement leaves its connection usable", async () => {
  await expect(pool.query("SELECT broken FROM item WHERE id = $1", [1])).rejects.toThrow(
    'column "broken" does not exist',
  );
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});

test("25 MB go in and come out", async () => {
  const text = "y".repeat(25_000_000);
  await pool.query("INSERT INTO item VALUES (-2, $1)", [text]);
  const { rows } = await pool.query("SELECT text FROM item WHERE id = -2");
  expect(rows[0].text).toBe(text);
});

test("a connection without the password is refused", async () => {
  const url = new URL(database.url);
  url.password = "postgres";
  const stranger = new Pool({ connectionString: url.href });
  await expect(stranger.query("SELECT 1")).rejects.toThrow("password authentication failed");
  await stranger.end();
});
