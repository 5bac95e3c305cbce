import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { personActor, systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { claimExecution } from "@/server/executions/claim";
import { cancelExecution } from "@/server/executions/service";
import { updateSettings } from "@/server/settings/service";
import { offerToWorkers } from "@/server/workers/offer";
import { type AgentServices, fetchCall, openAgentServices, prepareRun } from "@/tests/support/agent";
import { driveExecution } from "@/tests/support/drive";
import { call, say } from "@/tests/support/messages-api-answer";
import { startWebServer, type WebServer } from "@/tests/support/web-server";

const ada = personActor("ada", "Ada");
let services: AgentServices;
let web: WebServer;
beforeAll(async () => {
  services = await openAgentServices();
  web = await startWebServer((request, response) => {
    if (request.path === "/break") response.destroy();
    else if (request.path !== "/hang") response.writeHead(200).end("ok");
  });
});
beforeEach(() => {
  web.requests.length = 0;
});
afterAll(async () => {
  await web?.stop();
  await services?.close();
});

const reviewsOf = (executionId: string) => db.review.findMany({ where: { executionId } });

test("a cancel while one call hangs and another asks a person ends the execution", async () => {
  const ask = { name: "manual_review", input: { title: "Go on?" } };
  const it = await prepareRun(services, [call([ask, fetchCall(`${web.url}/hang`)])]);
  const ended = driveExecution(it.executionId);
  while (web.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await cancelExecution(ada, it.executionId);
  expect(await ended).toBe("cancelled");
  expect(await it.read()).toMatchObject({ status: "cancelled", waitingFor: null });
});

test("nothing goes out after a cancel that comes between a turn and its calls", async () => {
  const it = await prepareRun(services, [call([fetchCall(`${web.url}/pay`, "POST")]), say("Done.")]);
  const onStep = async (name: string) => {
    if (name === "calls") await cancelExecution(ada, it.executionId);
  };
  expect(await driveExecution(it.executionId, { onStep })).toBe("cancelled");
  expect(web.requests).toHaveLength(0);
});

test.each([
  ["that is broken off", "/break", 60_000],
  ["whose answer does not come in time", "/hang", 1_000],
])("a write %s is asked about, and not told as a failure", async (_name, path, timeoutMs) => {
  const { name, input } = fetchCall(`${web.url}${path}`, "POST");
  const it = await prepareRun(services, [call([{ name, input: { ...input, timeoutMs } }]), say("Done.")]);
  expect(await driveExecution(it.executionId)).toBe("waiting");
  expect(web.requests).toHaveLength(1);
  expect(await reviewsOf(it.executionId)).toMatchObject([{ kind: "outcome_unknown", status: "pending" }]);
});

test("a write that never left is a failure the model is told of, and so is a read that broke off", async () => {
  const closed = await startWebServer(() => undefined);
  await closed.stop();
  const calls = [fetchCall(`${closed.url}/pay`, "POST"), fetchCall(`${web.url}/break`)];
  const it = await prepareRun(services, [call(calls), say("Done.")]);
  expect(await driveExecution(it.executionId)).toBe("completed");
  expect((await it.read()).toolCalls.map(({ status }) => status)).toEqual(["failed", "failed"]);
  expect(await reviewsOf(it.executionId)).toEqual([]);
});

test("a started write is asked about also when its tool was denied since", async () => {
  const it = await prepareRun(services, [call([fetchCall(`${web.url}/pay`, "POST")]), say("Done.")]);
  const { personaId, executionId } = it;
  const onStep = async (name: string) => {
    if (name !== "calls") return;
    const data = { status: "started", startedAt: new Date() };
    await db.executionToolCall.updateMany({ where: { executionId }, data });
    await db.toolPolicy.create({ data: { personaId, toolName: "http_request", policy: "deny" } });
  };
  expect(await driveExecution(executionId, { onStep })).toBe("waiting");
  expect(await reviewsOf(executionId)).toMatchObject([{ kind: "outcome_unknown" }]);
});

test("what is offered to workers after it was cancelled ends and gives its place back", async () => {
  const it = await prepareRun(services, [], { runtime: "worker", maxConcurrent: 1 });
  expect(await claimExecution(it.executionId, "run-1")).toBe("claimed");
  const offered = offerToWorkers(it.executionId);
  await cancelExecution(ada, it.executionId);
  await offered;
  await driveExecution(it.executionId);
  expect(await it.read()).toMatchObject({ status: "cancelled" });
});

test("a claim that is repeated while the hub is paused holds", async () => {
  const it = await prepareRun(services, [say("Done.")]);
  expect(await claimExecution(it.executionId, "run-1")).toBe("claimed");
  await updateSettings(systemActor, { isPaused: true });
  expect(await claimExecution(it.executionId, "run-1")).toBe("claimed");
  expect(await claimExecution(it.executionId, "run-2")).not.toBe("claimed");
  await updateSettings(systemActor, { isPaused: false });
});
