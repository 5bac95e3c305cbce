import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { cancelExecution } from "@/server/executions/service";
import { getWorker } from "@/server/workers/service";
import { offerExecution } from "@/tests/factories/worker";
import { type RestServer, startRestServer } from "@/tests/support/rest-server";
import { openServices, type Services } from "@/tests/support/services";
import { awaitState } from "@/tests/support/settle";
import { startWorkerProcess, type WorkerProcess } from "@/tests/support/worker-process";

let services: Services;
let hub: RestServer;
let worker: WorkerProcess;
beforeAll(async () => {
  process.env.WORKER_LEASE_MS = "3000";
  services = await openServices();
  hub = await startRestServer();
  worker = await startWorkerProcess(hub, { args: ["--slots", "1"] });
});
afterAll(async () => {
  await worker?.dispose();
  await hub?.stop();
  await services?.close();
  delete process.env.WORKER_LEASE_MS;
});
afterEach(() => db.execution.updateMany({ data: { status: "cancelled" } }));

type Row = Awaited<ReturnType<typeof read>>;
const read = (id: string) => db.execution.findUniqueOrThrow({ where: { id } });
const awaitRow = (id: string, isThere: (row: Row) => boolean) => awaitState(() => read(id), isThere, 30_000);
const isAsking = ({ waitingFor }: Row) => waitingFor === "review";
const isOver = ({ status }: Row) => status !== "queued" && status !== "running";
const script = (line: string) => offerExecution({ systemPrompt: `CLI: ${line}` });
const question = (title: string) => `protocol ${JSON.stringify({ manual_review: { title } })}`;
const answer = (executionId: string) =>
  db.review.updateMany({ where: { executionId }, data: { status: "approved", resolvedAt: new Date() } });

test("what waits for a person leaves the one slot to others, and goes on in the next that is free", async () => {
  const asking = await script(question("Ship it?"));
  await awaitRow(asking, isAsking);
  expect(await getWorker(systemActor, worker.workerId)).toMatchObject({
    status: "idle",
    availableSlots: 1,
    currentExecutionIds: [asking],
  });
  const short = await script('say "short"');
  expect(await awaitRow(short, isOver)).toMatchObject({ status: "completed" });
  const second = await script(question("And this?"));
  await awaitRow(second, isAsking);
  const long = await script("ticks 600");
  await awaitRow(long, ({ workerSeq }) => workerSeq > 0);
  await answer(asking);
  await awaitState(
    () => db.review.findFirstOrThrow({ where: { executionId: asking } }),
    ({ toldLease }) => toldLease === 1,
  );
  await answer(second);
  await awaitState(
    () => db.review.findFirstOrThrow({ where: { executionId: second } }),
    ({ toldLease }) => toldLease === 1,
  );
  for (const id of [asking, second])
    expect(await read(id)).toMatchObject({ status: "running", waitingFor: "review" });
  await cancelExecution(systemActor, long);
  for (const id of [asking, second]) {
    expect(await awaitRow(id, isOver)).toMatchObject({ status: "completed", leaseNumber: 1, lostCount: 0 });
  }
  expect((await read(long)).status).toBe("cancelled");
});

test("what waits for a person is cancelled like anything else, and the slot stays one", async () => {
  const asking = await script(question("Really?"));
  await awaitRow(asking, isAsking);
  await cancelExecution(systemActor, asking);
  expect(await awaitRow(asking, isOver)).toMatchObject({ status: "cancelled" });
  const next = [await script("ticks 5"), await script("ticks 5")];
  for (const id of next) expect(await awaitRow(id, isOver)).toMatchObject({ status: "completed" });
});
