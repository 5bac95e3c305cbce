import fc from "fast-check";
import { expect, test } from "vitest";
import { hashJson } from "@/lib/hash-json";
import { hashCanonical } from "@/server/canonical-json";

test("the browser hashes as the hub does", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ stringUnit: "grapheme" }), async (drawn) => {
      const value: unknown = JSON.parse(JSON.stringify(drawn));
      expect(await hashJson(value)).toBe(hashCanonical(value));
    }),
  );
});
