import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/server/db";
import { readPersona } from "@/server/personas/service";
import { gatherPrompt, hashPrompt } from "@/server/prompts/gather";
import { nonceOf } from "@/server/prompts/nonce";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

test("gathers the same bytes for the same run, and the same cached part for another", async () => {
  const id = await insertPersona({ name: "Scribe", systemPrompt: "Write\u0001." });
  const persona = await readPersona(id);
  const gather = (executionId: string, input: unknown) =>
    gatherPrompt({ persona, runtime: "hub", input, nonce: nonceOf(executionId) });
  const first = await gather("exe_one", { ref: "main" });
  expect(await gather("exe_one", { ref: "main" })).toEqual(first);
  expect(first.hash).toBe(hashPrompt(first));
  expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
  const second = await gather("exe_two", { ref: "other" });
  expect(second.system).toBe(first.system);
  expect(second.user).not.toBe(first.user);
  expect(second.hash).not.toBe(first.hash);
  expect(await db.execution.count()).toBe(0);
});

test("makes nonces that differ by subject and give nothing away", () => {
  expect(nonceOf("exe_one")).toMatch(/^[0-9a-f]{16}$/);
  expect(nonceOf("exe_one")).toBe(nonceOf("exe_one"));
  expect(nonceOf("exe_one")).not.toBe(nonceOf("exe_two"));
});
