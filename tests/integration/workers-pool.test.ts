import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/server/db";
import type { SystemStatus } from "@/server/system/schema";
import type { WorkerOutput } from "@/server/workers/schema";
import { connectWorker, offerExecution, readRefusal, take } from "@/tests/factories/worker";
import { ask, send } from "@/tests/support/api";
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

const chunk = (seq: number, text: string) => ({ chunks: [{ seq, kind: "stdout", text }] });

describe("the pool", () => {
  test("shows who is connected and what each does; drains, resumes and removes", async () => {
    const id = await offerExecution();
    const worker = await connectWorker(hub, {
      name: "build-box",
      labels: ["gpu", "linux"],
      claudeCliVersion: "2.1.0",
    });
    const get = () => ask<WorkerOutput>(hub, "GET", `/api/workers/${worker.id}`);
    expect(await get()).toMatchObject({ status: "connecting", lastPollAt: null });
    await worker.lease({ freeSlots: 0 });
    expect(await get()).toMatchObject({ status: "idle", availableSlots: 2, labels: ["gpu", "linux"] });
    const held = await take(worker, id);
    expect(await get()).toMatchObject({
      status: "executing",
      availableSlots: 1,
      currentExecutionIds: [id],
      executions: [{ executionId: id, leaseNumber: 1 }],
      claudeCliVersion: "2.1.0",
    });
    const listed = await ask<WorkerOutput[]>(hub, "GET", "/api/workers?search=BUILD&status=executing");
    expect(listed.map((each) => each.id)).toEqual([worker.id]);
    const waiting = await offerExecution();
    const status = await ask<SystemStatus>(hub, "GET", "/api/status");
    expect(status.workers).toContainEqual(expect.objectContaining({ workerId: worker.id, verified: true }));
    expect(status.workerCounts).toMatchObject({ executing: 1 });
    expect(status.workerPoolMetrics).toMatchObject({
      executingWorkers: 1,
      usedSlots: 1,
      waitingExecutions: 1,
      oldestWaitMs: expect.any(Number),
    });
    await ask(hub, "POST", `/api/executions/${waiting}/cancel`);
    expect(status.activeExecutions).toEqual([
      { executionId: id, workerId: worker.id, startedAt: expect.any(String) },
    ]);
    expect(await ask(hub, "POST", `/api/workers/${worker.id}/drain`)).toMatchObject({ status: "draining" });
    expect((await worker.heartbeat([held])).drain).toBe(true);
    await ask(hub, "POST", `/api/workers/${worker.id}/resume`);
    expect((await worker.heartbeat([held])).drain).toBe(false);
    await db.worker.update({ where: { id: worker.id }, data: { lastSeenAt: new Date(Date.now() - 31_000) } });
    expect((await get()).status).toBe("disconnected");
    expect(await ask(hub, "DELETE", `/api/workers/${worker.id}`)).toEqual({ deleted: true });
    const told = { drain: true, shutdown: { reason: expect.stringContaining("removed"), gracePeriodMs: 0 } };
    expect(await worker.heartbeat([held])).toMatchObject({ lost: [id], ...told });
    expect(await worker.lease()).toMatchObject({ assign: null, ...told });
    expect(readRefusal(await worker.tell("output", held, chunk(1, "x")))).toMatchObject({ path: "worker" });
    const other = await connectWorker(hub);
    expect((await take(other, id)).leaseNumber).toBe(2);
    expect((await send(hub, "DELETE", `/api/workers/${worker.id}`)).status).toBe(404);
  });

  test("what waits for a worker while none is connected is a trouble with what to do", async () => {
    await db.worker.deleteMany();
    const troubles = () => ask<{ kind: string }[]>(hub, "GET", "/api/troubles");
    const id = await offerExecution();
    const trouble = { kind: "worker", id, count: 1, reason: expect.stringContaining("npm run worker") };
    expect(await troubles()).toContainEqual(expect.objectContaining(trouble));
    const worker = await connectWorker(hub);
    expect((await troubles()).map(({ kind }) => kind)).not.toContain("worker");
    await ask(hub, "POST", `/api/workers/${worker.id}/drain`);
    expect((await troubles()).map(({ kind }) => kind)).toContain("worker");
  });
});
