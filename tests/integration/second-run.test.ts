import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { claimExecution, endExecution } from "@/server/executions/claim";
import { execute } from "@/server/executions/service";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());

const failure = { status: "failed" as const, errorMessage: "The hub could not carry this out: no database" };

test("the failure of a second run leaves the execution to the run that carries it out", async () => {
  const { executionId } = await execute(systemActor, { prompt: "Work.", personaId: await insertPersona() });
  const read = () => db.execution.findUniqueOrThrow({ where: { id: executionId } });
  expect(await claimExecution(executionId, "first")).toBe("claimed");
  expect(await claimExecution(executionId, "second")).toBe("ended");
  expect(await endExecution(executionId, failure, "second")).toBe(false);
  expect(await read()).toMatchObject({ status: "running", claimedBy: "first" });
  expect(await endExecution(executionId, failure, "first")).toBe(true);
  expect(await read()).toMatchObject(failure);
});

test("the failure of a run that could not even claim it ends an execution", async () => {
  const { executionId } = await execute(systemActor, { prompt: "Work.", personaId: await insertPersona() });
  expect(await endExecution(executionId, failure, "any")).toBe(true);
});
