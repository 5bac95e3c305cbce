import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { savePersona } from "@/server/personas/service";
import { type AgentServices, openAgentServices, prepareRun } from "@/tests/support/agent";
import { driveExecution } from "@/tests/support/drive";
import { call, say } from "@/tests/support/messages-api-answer";

let services: AgentServices;
beforeAll(async () => {
  services = await openAgentServices();
});
afterAll(() => services.close());

const clock = { name: "current_time", input: {} };

test("an execution notes the version it ran and the hash of its prompt", async () => {
  const it = await prepareRun(services, [say("Done.")]);
  await driveExecution(it.executionId);
  const row = await it.read();
  expect(row).toMatchObject({ personaVersion: 1, promptHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test("an execution that asks for another version runs as that one has it", async () => {
  const it = await prepareRun(services, [say("Done.")], { systemPrompt: "The first words." });
  await savePersona(systemActor, { id: it.personaId, systemPrompt: "The second words." });
  await db.execution.update({ where: { id: it.executionId }, data: { askedVersion: 1 } });
  await driveExecution(it.executionId);
  expect((await it.read()).personaVersion).toBe(1);
  expect(JSON.stringify(it.asked()[0]?.system)).toContain("The first words.");
});

test("an execution goes on with the version it began with", async () => {
  const it = await prepareRun(services, [call([clock]), say("Done.")], { systemPrompt: "The first words." });
  await driveExecution(it.executionId, {
    onStep: async (name) => {
      if (name === "calls") await savePersona(systemActor, { id: it.personaId, systemPrompt: "New words." });
    },
  });
  expect(await it.read()).toMatchObject({ status: "completed", personaVersion: 1 });
  const systems = it.asked().map(({ system }) => JSON.stringify(system));
  expect(systems).toHaveLength(2);
  expect(systems[1]).toBe(systems[0]);
});
