import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sealedPlaces } from "@/server/credentials/sealed-places";
import { readSourceFiles } from "@/tests/support/source-files";

const folder = "prisma/schema";
const models = readdirSync(folder)
  .flatMap((name) => [...readFileSync(`${folder}/${name}`, "utf8").matchAll(/^model \w+ \{\n(.*?)^\}/gms)])
  .map(([, body = ""]) => {
    const columns = [...body.matchAll(/^ {2}(\w+) +\w+[?]?(?: .*)?$/gm)].map(([line, field]) => ({
      name: /@map\("(\w+)"\)/.exec(line)?.[1] ?? field ?? "",
      isId: / @id\b/.test(line),
    }));
    return { table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? "", columns };
  });

test("every column of sealed text is one that a rotation seals anew", () => {
  const sealed = models.flatMap(({ table, columns }) =>
    columns.filter(({ name }) => /(^|_)sealed$/.test(name)).map(({ name }) => `${table}.${name}`),
  );
  expect(sealed.length).toBeGreaterThan(9);
  const known = sealedPlaces.map(({ table, column }) => `${table}.${column}`);
  expect(sealed.filter((column) => !known.includes(column))).toEqual([]);
});

test.each(sealedPlaces.map((place) => [`${place.table}.${place.column}`, place] as const))(
  "%s is there, and its id is one",
  (_name, { table, column, idColumn }) => {
    const { columns = [] } = models.find((model) => model.table === table) ?? {};
    expect(columns.map(({ name }) => name)).toContain(column);
    expect(columns.find(({ name }) => name === idColumn)?.isId).toBe(true);
  },
);

test("no feature seals for a table that a rotation does not know", () => {
  const tables = readSourceFiles("server").flatMap(({ path, text }) =>
    [...text.matchAll(/\btable: "(\w+)", id\b/g)].map(([, table = ""]) => ({ path, table })),
  );
  expect(tables.length).toBeGreaterThan(5);
  const known = sealedPlaces.map(({ table }) => table);
  expect(tables.filter(({ table }) => !known.includes(table))).toEqual([]);
});
