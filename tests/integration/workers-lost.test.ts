import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { claimExecution } from "@/server/executions/claim";
import { cancelExecution } from "@/server/executions/service";
import { closeOrphans } from "@/server/reviews/deadlines";
import { sweepWorkers } from "@/server/workers/sweep";
import { connectWorker, expectOk, lapse, offerExecution, readRefusal, take } from "@/tests/factories/worker";
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
const chunk = (seq: number, text: string) => ({ chunks: [{ seq, kind: "stdout", text }] });
const report = (status: string) => ({ status, exitCode: 0, durationMs: 10, output: status });

describe("a worker that is lost", () => {
  test("has its execution taken by another, twice, and then the execution fails", async () => {
    const id = await offerExecution();
    const workers = [await connectWorker(hub), await connectWorker(hub), await connectWorker(hub)];
    for (const [lostCount, worker] of workers.entries()) {
      const { leaseNumber } = await take(worker, id);
      expect(leaseNumber).toBe(lostCount + 1);
      expect(await read(id)).toMatchObject({ status: "running", workerId: worker.id, lostCount });
      await lapse(id);
    }
    expect((await workers[0]?.lease())?.assign).toBeNull();
    expect(await sweepWorkers()).toMatchObject({ offered: 0, failed: 1 });
    const { status, errorMessage } = await read(id);
    expect(status).toBe("failed");
    expect(errorMessage).toContain("lost 3 times");
  });

  test("has it offered again by the sweep, ahead of what was called later, when nobody asks", async () => {
    const later = await offerExecution({}, { calledAt: new Date(Date.now() - 5_000) });
    const worker = await connectWorker(hub);
    const held = await take(worker, later);
    const other = await offerExecution({}, { calledAt: new Date(Date.now() - 60_000) });
    await lapse(later);
    expect(await sweepWorkers()).toMatchObject({ offered: 1, failed: 0 });
    expect(await read(later)).toMatchObject({ status: "queued", waitingFor: "worker", lostCount: 1 });
    expect(await claimExecution(later, "run-9")).toBe("waiting");
    expect((await worker.heartbeat([held])).lost).toEqual([later]);
    expect((await take(worker, later)).leaseNumber).toBe(2);
    expect((await take(worker, other)).leaseNumber).toBe(1);
  });

  test("paused and resumed, is refused every write, and nothing of it is written", async () => {
    const id = await offerExecution();
    const [paused, other] = [await connectWorker(hub), await connectWorker(hub)];
    const old = await take(paused, id);
    expectOk(await paused.tell("output", old, chunk(1, "early ")));
    await lapse(id);
    // Lapsed, and nobody has taken it yet.
    expect(readRefusal(await paused.tell("output", old, chunk(2, "late"))).status).toBe(409);
    const held = await take(other, id);
    const before = await read(id);
    const message = { eventType: "user_message", payload: { content: "late" }, index: 0 };
    const late: [string, object][] = [
      ["output", chunk(2, "late")],
      ["progress", { stage: "thinking" }],
      ["tool-calls", { calls: [{ callId: "t1", name: "Bash", input: "{}", at: new Date().toISOString() }] }],
      ["events", { events: [message] }],
      ["review", { reviewId: "r1", payload: { title: "late" } }],
      ["busy", { reason: "late" }],
      ["complete", report("failed")],
    ];
    for (const [name, body] of late) {
      const refusal = readRefusal(await paused.tell(name, old, body));
      expect({ name, ...refusal }).toEqual({
        name,
        status: 409,
        path: "lease",
        message: "This lease has passed to another worker.",
      });
    }
    expect(await read(id)).toEqual(before);
    expect(await db.personaMessage.count({ where: { executionId: id } })).toBe(0);
    expect(await db.review.count({ where: { executionId: id } })).toBe(0);
    expect(await db.executionToolCall.count({ where: { executionId: id } })).toBe(0);
    expect((await paused.heartbeat([old])).lost).toEqual([id]);
    expectOk(await other.tell("complete", held, report("completed")));
    expect(await read(id)).toMatchObject({ status: "completed", outputData: "completed", lostCount: 1 });
  });

  test("leaves its question open, which is asked once, and closed when the execution ends without it", async () => {
    const id = await offerExecution();
    const [one, two] = [await connectWorker(hub), await connectWorker(hub)];
    const asks = ["kept", "dropped"].map((reviewId) => ({ reviewId, payload: { title: reviewId } }));
    const old = await take(one, id);
    for (const each of asks) expectOk(await one.tell("review", old, each));
    expectOk(await one.tell("progress", old, { stage: "paused_for_review" }));
    await lapse(id);
    const answer = { status: "approved", decision: "approve", resolvedAt: new Date() };
    await db.review.updateMany({ where: { executionId: id, title: "kept" }, data: answer });
    const held = await take(two, id);
    expect(await read(id)).toMatchObject({ status: "running", waitingFor: null });
    expect(expectOk(await two.tell("review", held, asks[0] ?? {}))).toEqual({
      reviewId: "kept",
      status: "pending",
    });
    expect((await two.heartbeat([held])).answers).toMatchObject([{ reviewId: "kept", decision: "approved" }]);
    expectOk(await two.tell("complete", held, report("completed")));
    expect(await closeOrphans()).toBe(1);
    const reviews = await db.review.findMany({ where: { executionId: id }, orderBy: { title: "asc" } });
    expect(reviews).toMatchObject([
      { title: "dropped", status: "timed_out" },
      { title: "kept", status: "approved" },
    ]);
  });

  test("keeps its execution when it comes back before anybody took it: the hub may have been away", async () => {
    const id = await offerExecution();
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    await lapse(id);
    expect((await worker.heartbeat([held])).lost).toEqual([]);
    expectOk(await worker.tell("output", held, chunk(1, "on we go")));
    expect(await read(id)).toMatchObject({ status: "running", lostCount: 0, leaseNumber: 1 });
  });
});

describe("an execution that its worker gives back", () => {
  test("is offered again, and does not count as lost", async () => {
    const id = await offerExecution();
    const worker = await connectWorker(hub);
    expectOk(await worker.tell("busy", await take(worker, id), { reason: "its disk is full" }));
    expect(await read(id)).toMatchObject({ status: "queued", waitingFor: "worker", lostCount: 0 });
    expect((await take(worker, id)).leaseNumber).toBe(2);
  });

  test("ends when it was cancelled meanwhile", async () => {
    const id = await offerExecution();
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    await cancelExecution(systemActor, id);
    expect(await read(id)).toMatchObject({ status: "running" });
    expectOk(await worker.tell("busy", held, { reason: "its disk is full" }));
    expect(await read(id)).toMatchObject({ status: "cancelled", waitingFor: null });
    expect((await worker.lease()).assign).toBeNull();
  });
});

describe("two that report the same execution", () => {
  test("at the same time: the holder of the lease alone is heard, once", async () => {
    const id = await offerExecution();
    const [one, two] = [await connectWorker(hub), await connectWorker(hub)];
    const old = await take(one, id);
    await lapse(id);
    const held = await take(two, id);
    const replies = await Promise.all([
      one.tell("complete", old, report("failed")),
      two.tell("complete", held, report("completed")),
      two.tell("complete", held, report("completed")),
      one.tell("complete", old, report("failed")),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([409, 200, 200, 409]);
    expect(await read(id)).toMatchObject({ status: "completed", outputData: "completed" });
    // Another's number under one's own name, and one's own number under another's.
    expect((await one.tell("complete", held, report("failed"))).status).toBe(409);
  });

  test("as the same worker: the process that said hello last replaces the one before", async () => {
    const id = await offerExecution();
    const first = await connectWorker(hub);
    const held = await take(first, id);
    const second = await connectWorker(hub, {
      workerId: first.id,
      activeExecutions: [
        { executionId: id, leaseNumber: held.leaseNumber },
        { executionId: "exe_other", leaseNumber: 3 },
      ],
    });
    expect(second.keep).toEqual([id]);
    const refused = readRefusal(await first.tell("output", held, chunk(1, "old process")));
    expect(refused).toMatchObject({ status: 409, path: "session" });
    await expect(first.heartbeat([held])).rejects.toThrow("409");
    await expect(first.lease()).rejects.toThrow("409");
    expectOk(await second.tell("output", held, chunk(1, "new process")));
    const third = await connectWorker(hub, { workerId: first.id });
    expect(third.keep).toEqual([]);
    expect((await take(third, id)).leaseNumber).toBe(2);
    expect((await read(id)).lostCount).toBe(1);
  });

  test("many that ask for the same execution get it one at a time", async () => {
    const id = await offerExecution();
    const workers = await Promise.all(Array.from({ length: 6 }, () => connectWorker(hub)));
    for (let round = 1; round <= 3; round++) {
      const given = await Promise.all(workers.map((worker) => worker.lease()));
      expect(given.flatMap(({ assign }) => assign?.leaseNumber ?? [])).toEqual([round]);
      await lapse(id);
    }
  });
});

describe("what is cancelled", () => {
  test("is told to its worker, and ends by the worker's word", async () => {
    const id = await offerExecution();
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    expect((await worker.heartbeat([held])).cancel).toEqual([]);
    await cancelExecution(systemActor, id);
    expect((await worker.heartbeat([held])).cancel).toEqual([id]);
    expect(await sweepWorkers()).toMatchObject({ cancelled: 0 });
    expectOk(await worker.tell("complete", held, report("cancelled")));
    expect(await read(id)).toMatchObject({ status: "cancelled" });
  });

  test("is ended by the sweep once its worker is lost, or has not ended it in 45 s; no other takes it", async () => {
    const [lost, stuck] = [await offerExecution(), await offerExecution()];
    const worker = await connectWorker(hub);
    await take(worker, lost);
    const held = await take(worker, stuck);
    for (const id of [lost, stuck]) await cancelExecution(systemActor, id);
    await lapse(lost);
    expect((await worker.lease()).assign).toBeNull();
    expect(await sweepWorkers()).toMatchObject({ cancelled: 1, offered: 0 });
    expect((await read(lost)).status).toBe("cancelled");
    await db.$executeRaw`UPDATE execution SET cancel_requested_at = now() - interval '46 seconds' WHERE id = ${stuck}`;
    expect(await sweepWorkers()).toMatchObject({ cancelled: 1 });
    expect((await read(stuck)).status).toBe("cancelled");
    expect((await worker.heartbeat([held])).lost).toEqual([stuck]);
    expect((await worker.tell("complete", held, report("completed"))).json).toMatchObject({
      status: "cancelled",
    });
  });
});
