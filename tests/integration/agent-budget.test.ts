import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { requestExecution } from "@/server/executions/request";
import { resumeWaiting } from "@/server/executions/resume";
import { savePersona } from "@/server/personas/service";
import { type AgentServices, openAgentServices } from "@/tests/support/agent";
import { driveExecution } from "@/tests/support/drive";
import { say } from "@/tests/support/messages-api-answer";
import { insertPersona } from "@/tests/support/services";

let services: AgentServices;
beforeAll(async () => {
  services = await openAgentServices();
});
afterAll(() => services?.close());

/** A turn whose answer is as long as it may be: 64,000 tokens at $25 a million. */
const turnUsd = 1.6;
const usage = {
  input_tokens: 0,
  output_tokens: 64_000,
  cache_read_input_tokens: 0,
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
};

test("of 50 runs that race for a budget of ten turns, ten are paid; the others wait and go on when it is raised", async () => {
  const name = `Racer ${Date.now()}`;
  services.api.script(name, say("Done.", { usage }));
  const id = await insertPersona({
    name,
    runtime: "hub",
    maxConcurrent: 50,
    // Room for the prompts of ten, which are held too.
    monthlyBudgetUsd: turnUsd * 10 + 0.2,
    modelProfile: JSON.stringify({ model: "claude-opus-4-8", maxTokens: 64_000 }),
  });
  const persona = await db.persona.findUniqueOrThrow({ where: { id } });
  const ids = await Promise.all(
    Array.from({ length: 50 }, () => requestExecution({ persona, hasPersona: true, input: { a: 1 } })),
  );
  const count = (status: string) => db.execution.count({ where: { personaId: id, status } });
  const readPeriod = () => db.budgetPeriod.findFirstOrThrow({ where: { personaId: id } });

  const outcomes = await Promise.all(ids.map((each) => driveExecution(each)));
  expect(outcomes.filter((outcome) => outcome === "completed")).toHaveLength(10);
  expect(outcomes.filter((outcome) => outcome === "waiting")).toHaveLength(40);
  expect(services.api.find(name)).toHaveLength(10);
  const reached = await readPeriod();
  expect(reached.spentUsd).toBeCloseTo(turnUsd * 10, 9);
  expect(reached.heldUsd).toBeCloseTo(0, 9);
  const notes = await db.executionOutput.findMany({
    where: { kind: "notice", execution: { personaId: id } },
  });
  expect(notes).toHaveLength(40);
  expect(notes[0]?.text).toContain("monthly budget");

  await savePersona(systemActor, { id, monthlyBudgetUsd: 1_000 });
  expect(await resumeWaiting({ personaId: id, waitingFor: "budget" })).toBe(40);
  await Promise.all(ids.map((each) => driveExecution(each)));
  expect(await count("completed")).toBe(50);
  expect(services.api.find(name)).toHaveLength(50);
  expect((await readPeriod()).spentUsd).toBeCloseTo(turnUsd * 50, 9);
});

test("a try that broke off has used its hold up: the next model is not asked without room for it", async () => {
  const name = `Chained ${Date.now()}`;
  const broken = (inputTokens: number) =>
    say("Half", { ending: "cut", usage: { ...usage, input_tokens: inputTokens } });
  // The last try of the first turn passes on to the fourth model; it costs more than the month has.
  services.api.script(name, broken(1), broken(1), broken(1), broken(1), broken(1_000_000), say("Paid."));
  const model = "claude-sonnet-5-5";
  const fallbackModels = ["claude-haiku-5-5", "claude-sonnet-5", "claude-opus-5"];
  const id = await insertPersona({
    name,
    runtime: "hub",
    monthlyBudgetUsd: 1,
    modelProfile: JSON.stringify({ model, fallbackModels, maxTokens: 100 }),
  });
  const persona = await db.persona.findUniqueOrThrow({ where: { id } });
  const executionId = await requestExecution({ persona, hasPersona: true, input: { a: 1 } });
  expect(await driveExecution(executionId)).toBe("waiting");
  expect(services.api.find(name)).toHaveLength(5);
  const period = await db.budgetPeriod.findFirstOrThrow({ where: { personaId: id } });
  expect(period.spentUsd).toBeGreaterThan(1);
  expect(period.heldUsd).toBeCloseTo(0, 9);
  await savePersona(systemActor, { id, monthlyBudgetUsd: 1_000 });
  expect(await resumeWaiting({ personaId: id, waitingFor: "budget" })).toBe(1);
  expect(await driveExecution(executionId)).toBe("completed");
});
