import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "./database";
import { awaitRuns, eventually, findFreePort, post, readRuns } from "./harness";

const port = await findFreePort();
const secondPort = await findFreePort();
const folder = mkdtempSync(join(tmpdir(), "engine-"));
const file = join(folder, "steps.log");
const children = new Set<ChildProcess>();

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});

afterEach(async () => {
  for (const child of children) await end(child, "SIGTERM");
});

afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

describe("an engine that is killed", () => {
  test("ends every run, repeats no recorded step, still takes the event that one waits for", {
    timeout: 60_000,
  }, async () => {
    writeFileSync(file, "");
    const total = 200;
    let engine = await start(port);
    const kills: { lines: number; done: Set<string> }[] = [];
    const events = Array.from({ length: total }, (_, n) => ({
      id: `journey-${n}`,
      name: "d/journey",
      data: { n },
    }));
    await Promise.all(events.map((event) => post(port, event)));
    await post(port, { name: "d/ask", data: { id: 1 } });
    for (const doneSteps of [total * 2, total * 4]) {
      await eventually(async () => (await countDone()) >= doneSteps);
      await end(engine, "SIGKILL");
      kills.push({ lines: readSteps().length, done: await readDone() });
      engine = await start(port);
    }
    await post(port, { name: "d/reply", data: { id: 1, text: "here" } });
    expect(await awaitRuns(database, "answer")).toMatchObject([{ status: "completed", result: '"here"' }]);

    const runs = await awaitRuns(database, "journey", total, 40_000);
    expect(runs).toHaveLength(total);
    expect(runs.every(({ status }) => status === "completed")).toBe(true);
    expect(runs.map(({ result }) => Number(result)).sort((a, b) => a - b)).toEqual(
      events.map((_, n) => n * 3),
    );

    const steps = readSteps();
    expect(new Set(steps).size).toBe(total * 4);
    const repeated = kills.flatMap(({ lines, done }) => steps.slice(lines).filter((step) => done.has(step)));
    expect(repeated).toEqual([]);
  });
});

describe("a run that kills the process", () => {
  test("is found among those beside it and given up, so that these go on", { timeout: 120_000 }, async () => {
    let engine = await start(port);
    await post(port, [{ name: "d/stand" }, { name: "d/poison" }, { name: "d/stand" }]).catch(() => null);
    let deaths = 0;
    for (; deaths < 10 && !(await readRuns(database, "poison")).some(isEnded); deaths++) {
      const isDead = await Promise.race([
        ended(engine).then(() => true),
        awaitRuns(database, "poison").then(() => false),
      ]);
      if (!isDead) break;
      await database.db.$executeRaw`UPDATE engine_lease SET expires_at = now()`;
      const next = spawnEngine(port);
      engine = next.child;
      await Promise.race([next.ready.catch(() => undefined), ended(engine)]);
    }
    expect(deaths).toBe(5);
    const [run] = await awaitRuns(database, "poison");
    expect(run?.status).toBe("failed");
    expect(run?.result).toContain("has died 5 times while this run was called");
    const beside = await awaitRuns(database, "bystander", 2);
    expect(beside.map(({ status }) => status)).toEqual(["completed", "completed"]);
    expect(await database.db.engineRun.count({ where: { status: "active", crashCount: { gt: 0 } } })).toBe(0);
  });
});

describe("a second engine", () => {
  test("waits for the first, takes over once its lease of less than 5 s is over, and shuts it out", async () => {
    const first = await start(port);
    const second = spawnEngine(secondPort);
    let isReady = false;
    void second.ready.then(() => {
      isReady = true;
    });
    await eventually(async () => (await health(secondPort)) === "starting");
    expect((await post(secondPort, { name: "d/ask", data: { id: 2 } })).status).toBe(503);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(isReady).toBe(false);

    // Stopped rather than killed: when it goes on it must find that it has lost the lease.
    first.kill("SIGSTOP");
    const now = await readDatabaseTime();
    const { expiresAt } = await database.db.engineLease.findUniqueOrThrow({ where: { name: "engine" } });
    expect(expiresAt.getTime() - now.getTime()).toBeLessThan(5000);
    await second.ready;
    const exit = once(first, "exit");
    first.kill("SIGCONT");
    const [code] = await exit;
    expect(code).toBe(1);
    expect(await health(secondPort)).toBe("ok");
  }, 60_000);

  test("takes over at once from one that was asked to stop: its lease is given back", async () => {
    const first = await start(port);
    const exit = once(first, "exit");
    first.kill("SIGTERM");
    expect((await exit)[0]).toBe(0);
    const now = await readDatabaseTime();
    expect(await database.db.engineLease.count({ where: { expiresAt: { gt: now } } })).toBe(0);
    await start(port);
    expect((await readRuns(database, "journey")).length).toBeGreaterThan(0);
  }, 60_000);
});

const isEnded = ({ status }: { status: string }) => status !== "active";

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

function spawnEngine(onPort: number): { child: ChildProcess; ready: Promise<void> } {
  const args = ["--import", "tsx", "tests/integration/engine/child.ts", database.url, String(onPort), file];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  child.once("exit", () => children.delete(child));
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (text) => String(text).includes("engine ready") && resolve());
    child.once("exit", (code) => reject(new Error(`the engine ended with ${code}`)));
  });
  ready.catch(() => undefined);
  return { child, ready };
}

async function start(onPort: number): Promise<ChildProcess> {
  const { child, ready } = spawnEngine(onPort);
  await ready;
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}

async function health(onPort: number): Promise<string | null> {
  const response = await fetch(`http://127.0.0.1:${onPort}/health`).catch(() => null);
  return response ? ((await response.json()) as { status: string }).status : null;
}

/** The clock that the lease goes by. */
async function readDatabaseTime(): Promise<Date> {
  const [row] = await database.db.$queryRaw<{ now: Date }[]>`SELECT now()`;
  return row?.now ?? new Date(0);
}

function countDone(): Promise<number> {
  return database.db.engineStep.count({ where: { state: "done" } });
}

/** The steps that have a memo, as the functions note them: run and name. */
async function readDone(): Promise<Set<string>> {
  const rows = await database.db.engineStep.findMany({ where: { state: "done", kind: "run" } });
  return new Set(rows.map(({ runId, name }) => `${runId} ${name}`));
}

/** Every step that was carried out, in order; one carried out twice stands twice. */
function readSteps(): string[] {
  return readFileSync(file, "utf8").trim().split("\n");
}
