import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The variables that server/env.ts reads, by their names in its schema. */
const source = readFileSync("server/env.ts", "utf8");
const schema = source.slice(source.indexOf("const variables"), source.indexOf("const purposes"));
const names = [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map((match) => match[1] ?? "");

test("the schema is found", () => {
  expect(names).toContain("DATABASE_URL");
});

test.each(names)(".env.example names %s", (name) => {
  expect(readFileSync(".env.example", "utf8")).toMatch(new RegExp(`\\b${name}\\b`));
});
