import { expect, test } from "vitest";
import { diffSchema } from "@/scripts/migrate/diff";

test("the migrations lead to prisma/schema", async () => {
  const missing = await diffSchema();
  expect(missing, "write the difference with: npm run migrate -- --create <name>").toBeNull();
});
