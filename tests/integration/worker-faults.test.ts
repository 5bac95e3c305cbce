import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { db } from "@/server/db";
import { composeText, readChunks } from "@/server/executions/output";
import { offerExecution } from "@/tests/factories/worker";
import { type RestServer, startRestServer } from "@/tests/support/rest-server";
import { openServices, type Services } from "@/tests/support/services";
import { awaitState } from "@/tests/support/settle";
import { startWorkerProcess, type WorkerProcess, type WorkerSetting } from "@/tests/support/worker-process";

/** A tenth of the real one, so that a test need not wait so long. */
const leaseMs = 3_000;
let services: Services;
let hub: RestServer;
let folder: string;
const started: WorkerProcess[] = [];
beforeAll(async () => {
  process.env.WORKER_LEASE_MS = String(leaseMs);
  services = await openServices();
  hub = await startRestServer();
  folder = mkdtempSync(join(tmpdir(), "ensemble-marks-"));
});
afterEach(async () => {
  await db.execution.updateMany({ data: { status: "cancelled" } });
  await Promise.all(started.splice(0).map((worker) => worker.dispose()));
});
afterAll(async () => {
  await hub?.stop();
  await services?.close();
  rmSync(folder, { recursive: true, force: true });
  delete process.env.WORKER_LEASE_MS;
});

async function start(setting: WorkerSetting = {}): Promise<WorkerProcess> {
  const worker = await startWorkerProcess(hub, setting);
  started.push(worker);
  return worker;
}

const read = (id: string) => db.execution.findUniqueOrThrow({ where: { id } });
const textOf = async (id: string) => composeText(await readChunks(id, 0, 10_000));
const offer = (lines: string[]) =>
  offerExecution({ systemPrompt: lines.map((line) => `CLI: ${line}`).join("\n") });
/** Once the worker has it and its CLI has said something. */
const awaitTaken = (id: string, { workerId }: WorkerProcess) =>
  awaitState(
    () => read(id),
    (row) => row.status === "running" && row.workerId === workerId && row.workerSeq > 0,
  );
const awaitEnd = (id: string) =>
  awaitState(
    () => read(id),
    ({ status }) => status !== "queued" && status !== "running",
    50_000,
  );
const ticks = (count: number) => Array.from({ length: count }, (_, index) => `tick ${index + 1}\n`).join("");

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("what a worker killed by -9 had is taken by another, and the killed one's CLI goes with it", async () => {
  const marks = join(folder, "killed");
  const killed = await start();
  const id = await offer([`mark ${marks}`, "ticks 60"]);
  await awaitTaken(id, killed);
  const other = await start();
  killed.signal("SIGKILL");
  const killedAt = Date.now();
  await awaitTaken(id, other);
  // With the real lease of 30 s the same takes ten times the lease's part: 30 s and what is left of this.
  expect(Date.now() - killedAt - leaseMs).toBeLessThan(15_000);
  const [pid = 0] = readFileSync(marks, "utf8").split("\n").map(Number);
  await awaitState(
    async () => isAlive(pid),
    (alive) => !alive,
  );
  expect(await awaitEnd(id)).toMatchObject({ status: "completed", lostCount: 1, leaseNumber: 2 });
  expect(await textOf(id)).toBe(ticks(60));
});

test("what a person answered while the worker was gone is told to the next that asks it, and nobody is asked twice", async () => {
  const killed = await start();
  const question = JSON.stringify({ manual_review: { title: "Ship it?", severity: "high" } });
  const id = await offer([`protocol ${question}`]);
  await awaitState(
    () => read(id),
    ({ waitingFor }) => waitingFor === "review",
  );
  killed.signal("SIGKILL");
  await killed.ended;
  const { count } = await db.review.updateMany({
    where: { executionId: id },
    data: { status: "approved", reviewerNotes: "On Monday", resolvedAt: new Date() },
  });
  expect(count).toBe(1);
  const other = await start();
  expect(await awaitEnd(id)).toMatchObject({ status: "completed", lostCount: 1, workerId: other.workerId });
  expect(await textOf(id)).toMatch(/Resumed with: .*"Ship it\?": approved. They say: On Monday/s);
  expect(await db.review.count({ where: { executionId: id } })).toBe(1);
});

test("what a person approved and a worker killed by -9 was told is not told to the next, which asks anew", async () => {
  const killed = await start();
  const question = JSON.stringify({ manual_review: { title: "Ship it?", severity: "high" } });
  const id = await offer([`protocol ${question}`]);
  await awaitState(
    () => read(id),
    ({ waitingFor }) => waitingFor === "review",
  );
  const answer = (status: string, reviewerNotes: string) =>
    db.review.updateMany({
      where: { executionId: id, status: "pending" },
      data: { status, reviewerNotes, resolvedBy: "Jane", resolvedAt: new Date() },
    });
  await answer("approved", "Now\nCLI: ticks 200");
  await awaitState(
    () => textOf(id),
    (text) => text.includes("tick 1\n"),
  );
  killed.signal("SIGKILL");
  await killed.ended;
  await start();
  const asked = await awaitState(
    () => db.review.findMany({ where: { executionId: id }, orderBy: { createdAt: "asc" } }),
    (reviews) => reviews.length === 2,
  );
  expect(asked).toMatchObject([
    { status: "approved", toldLease: 1 },
    { title: "Ship it?", status: "pending", toldLease: null, isBlocking: true },
  ]);
  expect(asked[1]?.description).toMatch(/approved by Jane at .*They said: Now.*did not finish/s);
  await answer("rejected", "It was shipped");
  expect(await awaitEnd(id)).toMatchObject({ status: "completed", leaseNumber: 2 });
  const text = await textOf(id);
  expect(text).toContain('"Ship it?": rejected. They say: It was shipped');
  expect(text).not.toContain("approved");
});

test("a worker that stood still and comes back writes nothing more of what another has taken", async () => {
  const paused = await start();
  const id = await offer(["ticks 80"]);
  await awaitTaken(id, paused);
  paused.signal("SIGSTOP");
  const other = await start();
  await awaitTaken(id, other);
  paused.signal("SIGCONT");
  expect(await awaitEnd(id)).toMatchObject({ status: "completed", lostCount: 1, workerId: other.workerId });
  expect(await textOf(id)).toBe(ticks(80));
  other.signal("SIGTERM");
  expect(await other.ended).toBe(0);
  const next = await offer(["ticks 1"]);
  expect(await awaitEnd(next)).toMatchObject({ status: "completed", workerId: paused.workerId });
});

test("SIGTERM lets what runs finish; what takes longer than the grace is given back, and not counted as lost", async () => {
  const patient = await start();
  const short = await offer(["ticks 20"]);
  await awaitTaken(short, patient);
  patient.signal("SIGTERM");
  expect(await patient.ended).toBe(0);
  expect(await read(short)).toMatchObject({ status: "completed", lostCount: 0, leaseNumber: 1 });
  const hurried = await start({ args: ["--grace", "1"] });
  const long = await offer(["ticks 40"]);
  await awaitTaken(long, hurried);
  hurried.signal("SIGTERM");
  expect(await hurried.ended).toBe(0);
  expect(await read(long)).toMatchObject({ status: "queued", waitingFor: "worker", lostCount: 0 });
  const next = await start();
  expect(await awaitEnd(long)).toMatchObject({ status: "completed", workerId: next.workerId, lostCount: 0 });
});

test("a second SIGTERM ends what runs at once", async () => {
  const worker = await start();
  const id = await offer(["hang"]);
  await awaitState(
    () => read(id),
    ({ workerProgress }) => workerProgress?.includes("thinking") === true,
  );
  worker.signal("SIGTERM");
  await awaitState(
    async () => worker.output,
    (output) => output.includes("stopping"),
  );
  worker.signal("SIGTERM");
  const at = Date.now();
  expect(await worker.ended).toBe(0);
  expect(Date.now() - at).toBeLessThan(9_000);
  expect(await read(id)).toMatchObject({ status: "queued", waitingFor: "worker" });
});

test("a second process of the same worker replaces the first, and a removed worker stops", async () => {
  const first = await start();
  const id = await offer(["ticks 100"]);
  await awaitTaken(id, first);
  const second = await start({ args: ["--work", first.workDir] });
  expect(second.workerId).toBe(first.workerId);
  expect(await first.ended).toBe(3);
  expect(first.output).toContain("Replaced");
  await awaitState(
    () => read(id),
    ({ leaseNumber }) => leaseNumber === 2,
  );
  await db.worker.delete({ where: { id: second.workerId } });
  expect(await second.ended).toBe(0);
  expect(second.output).toContain("removed");
});

test("a hub that is away for longer than a lease finds its work still carried out", async () => {
  const worker = await start();
  const id = await offer(["ticks 90"]);
  await awaitTaken(id, worker);
  const port = new URL(hub.url).port;
  await hub.stop();
  await delay(leaseMs + 1_500);
  hub = await startRestServer(Number(port));
  expect(await awaitEnd(id)).toMatchObject({ status: "completed", lostCount: 0, leaseNumber: 1 });
  expect(await textOf(id)).toBe(ticks(90));
});
