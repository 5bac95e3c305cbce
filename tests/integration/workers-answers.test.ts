import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/server/db";
import {
  connectWorker,
  expectOk,
  lapse,
  offerExecution,
  type TestWorker,
  take,
} from "@/tests/factories/worker";
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

type Held = Awaited<ReturnType<typeof take>>;
const question = { reviewId: "q1", payload: { title: "Ship it?", description: "To all of them." } };
const ask = async (worker: TestWorker, held: Held) => expectOk(await worker.tell("review", held, question));
const answersFor = async (worker: TestWorker, held: Held) => (await worker.heartbeat([held])).answers;
const answer = (executionId: string, status: string, reviewerNotes: string | null = null) =>
  db.review.updateMany({
    where: { executionId, status: "pending" },
    data: { status, reviewerNotes, resolvedBy: "Jane", resolvedAt: new Date("2026-11-26T21:05:00Z") },
  });
const readReviews = (executionId: string) =>
  db.review.findMany({ where: { executionId }, orderBy: { createdAt: "asc" } });

async function open() {
  const id = await offerExecution();
  const worker = await connectWorker(hub);
  const held = await take(worker, id);
  await ask(worker, held);
  return { id, worker, held };
}

describe("an answer that a worker was told", () => {
  test("is told to it again, and to no later lease, which asks anew with what is known", async () => {
    const { id, worker, held } = await open();
    await answer(id, "approved", "On Monday");
    const told = [{ reviewId: "q1", decision: "approved", message: "On Monday" }];
    for (let time = 1; time <= 2; time++) expect(await answersFor(worker, held)).toMatchObject(told);
    await lapse(id);
    const other = await connectWorker(hub);
    const later = await take(other, id);
    for (let time = 1; time <= 2; time++) {
      expect(await ask(other, later)).toEqual({ reviewId: "q1", status: "pending" });
      expect(await answersFor(other, later)).toEqual([]);
    }
    const [former, anew, ...more] = await readReviews(id);
    expect(more).toEqual([]);
    expect(former).toMatchObject({ status: "approved", toldLease: 1 });
    expect(anew).toMatchObject({ title: "Ship it?", status: "pending", isBlocking: true, kind: "worker" });
    const { description = "" } = anew ?? {};
    expect(description).toMatch(
      /^Asked again\. This was approved by Jane at 2026-11-26 21:05 UTC\. They said: On/,
    );
    expect(description).toMatch(/did not finish.*may have taken effect.*Look before.*To all of them\.$/s);
    await answer(id, "rejected");
    expect(await answersFor(other, later)).toMatchObject([{ reviewId: "q1", decision: "rejected" }]);
  });

  test("counts for one lease of the same worker too, when it gives the execution back", async () => {
    const { id, worker, held } = await open();
    await answer(id, "approved");
    expect(await answersFor(worker, held)).toHaveLength(1);
    expectOk(await worker.tell("busy", held, { reason: "shutdown" }));
    const later = await take(worker, id);
    await ask(worker, later);
    expect(await answersFor(worker, later)).toEqual([]);
    expect(await readReviews(id)).toHaveLength(2);
  });
});

describe("a question that was asked anew", () => {
  test("stays one question for all later leases until its own answer is told", async () => {
    const { id, worker, held } = await open();
    await answer(id, "approved");
    await answersFor(worker, held);
    let last = held;
    for (const lease of [2, 3]) {
      await lapse(id);
      last = await take(worker, id);
      expect(last.leaseNumber).toBe(lease);
      await ask(worker, last);
      expect(await readReviews(id)).toHaveLength(2);
    }
    await answer(id, "approved", "Once more");
    expect(await answersFor(worker, last)).toMatchObject([{ reviewId: "q1", message: "Once more" }]);
    expectOk(await worker.tell("busy", last, { reason: "shutdown" }));
    await ask(worker, await take(worker, id));
    expect(await readReviews(id)).toHaveLength(3);
  });
});
