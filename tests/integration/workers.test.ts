import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { claimExecution, failLost, wakeWaiting } from "@/server/executions/claim";
import { composeText, readChunks } from "@/server/executions/output";
import { cancelExecution } from "@/server/executions/service";
import { readWorkerPhases } from "@/server/executions/worker-progress";
import { updateSettings } from "@/server/settings/service";
import { cancelGraceMs, leaseTimes } from "@/server/workers/lease";
import { offerToWorkers } from "@/server/workers/offer";
import { sweepWorkers } from "@/server/workers/sweep";
import { connectWorker, expectOk, offerExecution, readRefusal, take } from "@/tests/factories/worker";
import { send } from "@/tests/support/api";
import { type RestServer, startRestServer } from "@/tests/support/rest-server";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
let hub: RestServer;
beforeAll(async () => {
  services = await openServices();
  hub = await startRestServer();
});
afterAll(async () => {
  await hub?.stop();
  await services?.close();
});
afterEach(() => db.execution.updateMany({ data: { status: "cancelled" } }));

const read = (id: string) => db.execution.findUniqueOrThrow({ where: { id } });
const textOf = async (id: string) => composeText(await readChunks(id, 0, 1_000));

describe("the door of workers", () => {
  test("is closed to other keys and open to the worker's token for its own messages alone", async () => {
    const hello = { workerId: "w1", name: "w1", version: "1", maxSlots: 1 };
    const tries = await Promise.all([
      send(hub, "POST", "/api/workers/hello", { json: hello, key: null }),
      send(hub, "POST", "/api/workers/hello", { json: hello, key: "another-key-of-some-length" }),
      send(hub, "GET", "/api/workers", { key: hub.workerToken }),
      send(hub, "GET", "/api/executions", { key: hub.workerToken }),
      send(hub, "POST", "/api/workers/hello", { json: hello, key: hub.workerToken }),
    ]);
    expect(tries.map(({ status }) => status)).toEqual([401, 401, 403, 403, 200]);
    expect(tries[4]?.json).toMatchObject({
      workerId: "w1",
      protocolVersion: "1.0.0",
      leaseMs: 30_000,
      renewMs: 10_000,
      keep: [],
    });
    expect(leaseTimes()).toEqual({ leaseMs: 30_000, renewMs: 10_000 });
    expect(cancelGraceMs).toBe(45_000);
    expect((await db.worker.findUniqueOrThrow({ where: { id: "w1" } })).sessionHash).toHaveLength(64);
  });
});

describe("an execution that is offered", () => {
  test("waits for a worker with its place, whatever the sweeps and the engine do, and ends at once when cancelled", async () => {
    const id = await offerExecution({ maxConcurrent: 1, systemPrompt: "You greet." });
    const waiting = {
      status: "queued",
      waitingFor: "worker",
      claimedBy: null,
      startedAt: null,
      lostCount: 0,
    };
    expect(await read(id)).toMatchObject(waiting);
    expect((await read(id)).promptHash).toHaveLength(64);
    expect(await offerToWorkers(id)).toBe("offered");
    await services.takeFacts();
    await wakeWaiting(undefined, -60_000);
    await failLost();
    await sweepWorkers();
    expect(await services.takeFacts()).toEqual([]);
    expect(await claimExecution(id, "run-2")).toBe("waiting");
    expect(await read(id)).toMatchObject(waiting);
    await cancelExecution(systemActor, id);
    expect(await read(id)).toMatchObject({ status: "cancelled", waitingFor: null });
  });

  test("is given with its prompt and limits to the first that asks, oldest call first, once", async () => {
    const older = await offerExecution(
      {
        systemPrompt: "You greet.",
        maxTurns: 7,
        maxBudgetUsd: 0.5,
        permissionPolicy: JSON.stringify({ allowedTools: ["Bash"] }),
        networkPolicy: JSON.stringify({ mode: "deny-all" }),
        modelProfile: JSON.stringify({ model: "claude-sonnet-5-5" }),
      },
      { calledAt: new Date(Date.now() - 60_000) },
    );
    const newer = await offerExecution();
    const [one, two] = [await connectWorker(hub), await connectWorker(hub)];
    const given = await Promise.all([one.lease(), two.lease(), one.lease(), two.lease()]);
    const ids = given.flatMap(({ assign }) => assign?.executionId ?? []);
    expect(ids.toSorted()).toEqual([older, newer].toSorted());
    const assign = given.find((each) => each.assign?.executionId === older)?.assign;
    expect(assign).toMatchObject({
      leaseNumber: 1,
      env: {},
      model: "claude-sonnet-5-5",
      permissionPolicy: { allowedTools: ["Bash"] },
      config: { timeoutMs: 60_000, maxTurns: 7, maxBudgetUsd: 0.5, networkPolicy: { mode: "deny-all" } },
    });
    expect(assign?.prompt).toContain("You greet.");
    expect(assign?.prompt).toContain("Say hello");
    const row = await read(older);
    expect(row).toMatchObject({ status: "running", waitingFor: null, leaseNumber: 1 });
    expect(row.startedAt).not.toBeNull();
    const left = (row.leaseExpiresAt?.getTime() ?? 0) - Date.now();
    expect(left).toBeGreaterThan(20_000);
    expect(left).toBeLessThanOrEqual(30_500);
  });

  test("is given while a worker waits for it, and not while the hub is paused or the worker drains", async () => {
    const worker = await connectWorker(hub);
    const asked = worker.lease({ waitMs: 10_000 });
    const id = await offerExecution();
    const { assign } = await asked;
    expect(assign?.executionId).toBe(id);
    const next = await offerExecution();
    expect((await worker.lease({ freeSlots: 0 })).assign).toBeNull();
    await updateSettings(systemActor, { isPaused: true });
    expect((await worker.lease()).assign).toBeNull();
    await updateSettings(systemActor, { isPaused: false });
    await db.worker.update({ where: { id: worker.id }, data: { isDraining: true } });
    expect(await worker.lease({ waitMs: 10_000 })).toEqual({ assign: null, drain: true, shutdown: null });
    await db.worker.update({ where: { id: worker.id }, data: { isDraining: false } });
    expect((await worker.lease()).assign?.executionId).toBe(next);
  });

  test("goes back when its worker hung up while it waited", async () => {
    const worker = await connectWorker(hub);
    const hangUp = new AbortController();
    const asked = fetch(`${hub.url}/api/workers/lease`, {
      method: "POST",
      headers: { Authorization: `Bearer ${hub.workerToken}`, "Content-Type": "application/json" },
      body: JSON.stringify({
        workerId: worker.id,
        sessionToken: worker.sessionToken,
        freeSlots: 1,
        waitMs: 20_000,
      }),
      signal: hangUp.signal,
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    hangUp.abort();
    await asked.catch(() => undefined);
    const id = await offerExecution();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(await read(id)).toMatchObject({ status: "queued", waitingFor: "worker", lostCount: 0 });
  });
});

describe("what a worker sends", () => {
  test("is stored in order, once, without gaps, and ends the execution once", async () => {
    const id = await offerExecution();
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    const chunk = (seq: number, text: string, kind = "stdout") => ({ seq, kind, text });
    const first = { chunks: [chunk(1, "Hello\n"), chunk(2, "gree")] };
    expect(expectOk(await worker.tell("output", held, first))).toEqual({ seq: 2 });
    expect(expectOk(await worker.tell("output", held, first))).toEqual({ seq: 2 });
    const gap = readRefusal(await worker.tell("output", held, { chunks: [chunk(4, "x")] }));
    expect(gap).toEqual({ status: 409, path: "seq", message: "3" });
    const both = { chunks: [chunk(2, "gree"), chunk(3, "ting."), chunk(4, "a warning", "stderr")] };
    const repeated = await Promise.all([
      worker.tell("output", held, both),
      worker.tell("output", held, both),
      worker.tell("output", held, both),
    ]);
    expect(repeated.map(({ json }) => json)).toEqual([{ seq: 4 }, { seq: 4 }, { seq: 4 }]);
    expect(await textOf(id)).toBe("Hello\ngreeting.\n[a warning]\n");
    const report = {
      status: "completed",
      exitCode: 0,
      durationMs: 1_200,
      sessionId: "ses-1",
      model: "claude-sonnet-5-5",
      totalCostUsd: 0.25,
      output: "Hello\ngreeting.",
      usage: { inputTokens: 10, outputTokens: 20, cacheReadTokens: 3 },
      phaseTimings: { cli: 1_100 },
    };
    const ended = { executionId: id, status: "completed" };
    expect(expectOk(await worker.tell("complete", held, report))).toEqual(ended);
    expect(expectOk(await worker.tell("complete", held, { ...report, status: "failed" }))).toEqual(ended);
    expect(await read(id)).toMatchObject({
      status: "completed",
      outputData: "Hello\ngreeting.",
      claudeSessionId: "ses-1",
      modelUsed: "claude-sonnet-5-5",
      costUsd: 0.25,
      inputTokens: 10,
      outputTokens: 20,
      cacheReadTokens: 3,
    });
    expect(await db.executionTurn.count({ where: { executionId: id } })).toBe(1);
    expect(readWorkerPhases((await read(id)).workerProgress)).toEqual({ cli: 1_100 });
    expect(readRefusal(await worker.tell("output", held, { chunks: [chunk(5, "late")] })).status).toBe(409);
  });

  test("shows as progress, and is taken back by a reset when another starts over", async () => {
    const id = await offerExecution();
    const [one, two] = [await connectWorker(hub), await connectWorker(hub)];
    const held = await take(one, id);
    const progress = { stage: "tool_calling", activeTool: "Bash", toolCallsCompleted: 2 };
    expectOk(await one.tell("progress", held, progress));
    const reply = await send(hub, "GET", `/api/executions/${id}`);
    expect(reply.json).toMatchObject({ workerId: one.id, progress });
    expectOk(await one.tell("output", held, { chunks: [{ seq: 1, kind: "stdout", text: "half" }] }));
    expectOk(await one.tell("busy", held, { reason: "It is being shut down" }));
    expect(await read(id)).toMatchObject({ status: "queued", waitingFor: "worker", lostCount: 0 });
    const again = await take(two, id);
    expect(again.leaseNumber).toBe(2);
    expectOk(await two.tell("output", again, { chunks: [{ seq: 1, kind: "stdout", text: "whole." }] }));
    expect(await textOf(id)).toBe("\n[Given back by its worker: It is being shut down]\nwhole.");
  });

  test("protocols take effect once, and what cannot be done is a line of the output", async () => {
    const id = await offerExecution();
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    const events = [
      { index: 0, eventType: "user_message", payload: { title: "Hi", content: "There" } },
      { index: 1, eventType: "outcome_assessment", payload: { accomplished: true, summary: "Did it" } },
      { index: 2, eventType: "user_message", payload: { title: "No content" } },
      { index: 3, eventType: "reboot_hub", payload: {} },
      { index: 4, eventType: "emit_event", payload: { type: "worker.barred" } },
    ];
    const { personaId } = await read(id);
    await db.toolPolicy.create({ data: { personaId, toolName: "emit_event", policy: "deny" } });
    const reply = expectOk<{ applied: number; problems: string[] }>(
      await worker.tell("events", held, { events }),
    );
    expect(reply.applied).toBe(2);
    expect(reply.problems).toHaveLength(3);
    expect(reply.problems[2]).toBe("emit_event: this persona may not use it");
    await worker.tell("events", held, { events });
    expect(await db.personaMessage.count({ where: { executionId: id } })).toBe(1);
    expect(await db.event.count({ where: { eventType: "worker.barred" } })).toBe(0);
    expect(await read(id)).toMatchObject({ accomplished: true, outcomeSummary: "Did it", status: "running" });
    expect(await textOf(id)).toContain("reboot_hub: is none of the protocols");
  });

  test("a review is asked once, waited for as long as it takes, and answered with a heartbeat", async () => {
    const id = await offerExecution();
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    const ask = { reviewId: "r-1", payload: { title: "Ship it?", severity: "high" } };
    expectOk(await worker.tell("review", held, ask));
    expectOk(await worker.tell("review", held, ask));
    expectOk(await worker.tell("progress", held, { stage: "paused_for_review" }));
    expect(await read(id)).toMatchObject({ status: "running", waitingFor: "review" });
    const reviews = await db.review.findMany({ where: { executionId: id } });
    expect(reviews).toMatchObject([
      { kind: "worker", title: "Ship it?", isBlocking: true, status: "pending" },
    ]);
    await db.$executeRaw`UPDATE execution SET updated_at = now() - interval '3 days' WHERE id = ${id}`;
    expect(await failLost()).toBe(0);
    expect((await worker.heartbeat([held])).answers).toEqual([]);
    await db.review.updateMany({
      where: { executionId: id },
      data: { status: "approved", decision: "approve", reviewerNotes: "Go", resolvedAt: new Date() },
    });
    expect((await worker.heartbeat([held])).answers).toEqual([
      { executionId: id, reviewId: "r-1", decision: "approved", message: "Go" },
    ]);
    expectOk(await worker.tell("progress", held, { stage: "thinking" }));
    expect((await read(id)).waitingFor).toBeNull();
    const bad = { reviewId: "r-2", payload: { severity: "soon" } };
    expectOk(await worker.tell("review", held, bad));
    const unreadable = await db.review.findFirst({ where: { executionId: id, severity: "critical" } });
    expect(unreadable?.parseError).toBeTruthy();
  });
});
