import { afterAll, beforeAll, expect, test } from "vitest";
import { personActor } from "@/server/actor";
import { db } from "@/server/db";
import { createCaller } from "@/server/trpc/root";
import { callRest } from "@/tests/support/rest-in-process";
import { openServices, type Services } from "@/tests/support/services";

const token = `sk-ant-api03-${"k".repeat(20)}`;
let services: Services;
beforeAll(async () => {
  Object.assign(process.env, { ANTHROPIC_API_KEY: "sk-ant-of-the-environment" });
  services = await openServices();
});
afterAll(() => services?.close());

test("beside a key of the environment none is kept, and it is said which one wins, at every door", async () => {
  const refusal = { code: "conflict", error: expect.stringContaining("ANTHROPIC_API_KEY is set") };
  expect(await callRest("POST", "/api/token", { token })).toMatchObject({ status: 409, json: refusal });
  const person = createCaller({ actor: personActor("ada", "Ada"), requestId: "req", reply: {} });
  const { error: message } = refusal;
  for (const act of [
    () => person.connection.storeToken({ token }),
    () => person.settings.setClaudeKey({ apiKey: token }),
  ])
    await expect(act()).rejects.toMatchObject({ code: "CONFLICT", message });
  expect(await db.secret.count()).toBe(0);
});
