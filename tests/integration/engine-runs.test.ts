import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { retryScheduled } from "@/inngest/events";
import { createId } from "@/lib/ids";
import type { EngineOverview, EngineRun, EngineRunDetail, EngineStep } from "@/server/engine/schema";
import { send } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { tellEngine } from "@/tests/support/engine";
import { startHub } from "@/tests/support/hub";
import { query } from "@/tests/support/query";
import { awaitState } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";

type List = { items: EngineRun[]; total: number };
type Steps = { items: EngineStep[]; total: number };
const hub = sharedHub();

/** A run that sleeps for an hour, about an execution that is not there. */
async function putToSleep(door: Door): Promise<{ run: EngineRun; executionId: string; dueAt: string }> {
  const executionId = createId("execution");
  const dueAt = new Date(Date.now() + 3_600_000).toISOString();
  await tellEngine(hub, retryScheduled.create({ executionId, dueAt }));
  const list = await awaitState(
    () => door.call<List>("engine.list", { search: executionId }),
    ({ items }) => items[0]?.waitsFor?.kind === "sleep",
  );
  const [run] = list.items;
  if (!run) throw new Error("no run");
  return { run, executionId, dueAt };
}

describe.each(doorNames)("runs over %s", (name) => {
  let door: Door;
  let person: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
    person = await openDoor("tRPC", hub);
  });

  test("say which function, about what, and what each waits for", async () => {
    const { run, executionId, dueAt } = await putToSleep(door);
    expect(run).toEqual({
      id: expect.stringMatching(/^run_/),
      functionId: expect.stringContaining("start-retry"),
      eventId: expect.any(String),
      eventName: "hub/retry.scheduled",
      status: "active",
      subject: { noun: "execution", id: executionId },
      waitsFor: { kind: "sleep", name: null, until: dueAt, attempt: 0 },
      moreWaits: 0,
      createdAt: expect.stringMatching(/Z$/),
      endedAt: null,
    });
    const detail = await door.call<EngineRunDetail>("engine.get", { id: run.id });
    expect(detail).toEqual({
      ...run,
      parentRunId: null,
      eventData: expect.any(String),
      result: null,
      stepCount: 1,
    });
    expect(JSON.parse(detail.eventData ?? "")).toEqual({ executionId, dueAt });
    expect(await door.call<Steps>("engine.steps", { id: run.id })).toMatchObject({
      items: [{ name: "due", kind: "sleep", state: "waiting", waitsFor: { until: dueAt }, outcome: null }],
      total: 1,
    });
  });

  test("are found by run, event and subject, by status and function, newest first and in pages", async () => {
    const { run: first } = await putToSleep(door);
    const { run: second } = await putToSleep(door);
    const ids = async (filter: object) =>
      (await door.call<List>("engine.list", filter)).items.map(({ id }) => id);
    expect(await ids({ search: first.id })).toEqual([first.id]);
    expect(await ids({ search: second.eventId })).toEqual([second.id]);
    expect(await ids({ search: "per_%_" })).toEqual([]);
    const { functionId } = first;
    const sleeping = await ids({ functionId, status: "active", limit: 500 });
    expect(sleeping.indexOf(second.id)).toBeGreaterThan(-1);
    expect(sleeping.indexOf(first.id)).toBeGreaterThan(sleeping.indexOf(second.id));
    expect(await ids({ search: first.id, status: "completed" })).toEqual([]);
    const page = await door.call<List>("engine.list", { functionId, limit: 1, offset: 1 });
    const whole = await door.call<List>("engine.list", { functionId, limit: 500 });
    expect(page).toMatchObject({ items: [{ id: whole.items[1]?.id }], total: whole.total });
    expect(await door.call<string[]>("engine.functions")).toContain(functionId);
  });

  test("that sleep are cancelled and run again, once each", async () => {
    const { run, executionId } = await putToSleep(door);
    expect(await person.refuse("engine.retry", { id: run.id })).toMatchObject({
      status: 409,
      code: "conflict",
    });
    expect(await person.call("engine.cancel", { id: run.id })).toMatchObject({
      status: "cancelled",
      waitsFor: null,
    });
    expect(await person.refuse("engine.cancel", { id: run.id })).toMatchObject({
      status: 409,
      code: "conflict",
    });
    const again = await person.call<EngineRunDetail>("engine.retry", { id: run.id });
    expect(again.id).not.toBe(run.id);
    expect(again).toMatchObject({
      functionId: run.functionId,
      subject: { noun: "execution", id: executionId },
    });
    expect(await door.call("engine.get", { id: run.id })).toMatchObject({ status: "cancelled" });
    await person.call("engine.cancel", { id: again.id });
  });

  test("show outcomes with their secrets masked and their length bounded", async () => {
    const { run } = await putToSleep(door);
    await person.call("engine.cancel", { id: run.id });
    const secret = randomBytes(16).toString("hex");
    const memos = [
      { type: "data", data: { apiKey: secret, text: "a".repeat(30_000), note: "kept" } },
      { type: "error", error: { name: "Error", message: `Bearer ${secret}` } },
      { type: "data", data: "b".repeat(100_000) },
    ];
    for (const [at, memo] of memos.entries())
      await query(
        hub,
        `INSERT INTO engine_step (run_id, step_id, name, kind, state, seq, memo, updated_at)
         VALUES ($1, $2, $3, 'run', 'done', $4, $5, now())`,
        [
          run.id,
          `made-${at}`,
          `step ${at}`,
          at + 1,
          JSON.stringify(Object.fromEntries(Object.entries(memo).sort())),
        ],
      );
    const { items } = await door.call<Steps>("engine.steps", { id: run.id });
    const made = items.filter(({ id }) => id.startsWith("made-"));
    expect(made.map(({ id, isFailed }) => [id, isFailed])).toEqual([
      ["made-0", false],
      ["made-1", true],
      ["made-2", false],
    ]);
    expect(JSON.stringify(items)).not.toContain(secret);
    expect(made[0]?.outcome).toContain('"apiKey":"[REDACTED]"');
    expect(made[0]?.outcome).toContain("left out");
    expect(made[0]?.outcome).toContain("kept");
    expect(made[2]?.outcome).toMatch(/left out: 100\d+ characters/);
  });

  test.each(["engine.get", "engine.cancel", "engine.retry"])("%s knows no unknown id", async (verb) => {
    const asked = verb === "engine.get" ? door : person;
    expect(await asked.refuse(verb, { id: "run_none" })).toMatchObject({ status: 404, code: "not_found" });
  });

  test.each([
    ["an unknown status", { status: "asleep" }, "status"],
    ["an unknown field", { since: "1" }, "since"],
  ])("are refused with the field for %s", async (_name, filter, path) => {
    const refusal = await door.refuse("engine.list", filter);
    expect(refusal).toMatchObject({ status: 400, issues: [{ path }] });
  });

  test("come with how busy the engine is", async () => {
    const { run } = await putToSleep(door);
    const overview = await door.call<EngineOverview>("engine.overview");
    expect(overview).toMatchObject({
      kind: "embedded",
      url: null,
      isAnswering: true,
      problem: null,
      live: { queueDepth: expect.any(Number), callsRunning: expect.any(Number) },
      outbox: { depth: expect.any(Number) },
    });
    expect(overview.runs.active).toBeGreaterThanOrEqual(overview.runs.waiting);
    expect(overview.runs.waiting).toBeGreaterThan(0);
    expect(overview.live?.timers).toBeGreaterThan(0);
    await person.call("engine.cancel", { id: run.id });
  });
});

test.each(["cancel", "retry"])("the team key may read runs, but not %s one", async (act) => {
  const reply = await send(hub, "POST", `/api/engine/runs/run_none/${act}`);
  expect(reply).toMatchObject({ status: 403, json: { code: "forbidden" } });
});

test("a hub on Inngest Cloud says so, and leaves the runs to it", async () => {
  const cloud = await startHub({
    env: {
      INNGEST_EVENT_KEY: randomBytes(16).toString("hex"),
      INNGEST_SIGNING_KEY: `signkey-prod-${randomBytes(32).toString("hex")}`,
    },
    seed: false,
  });
  try {
    const overview = await send(cloud, "GET", "/api/engine");
    expect(overview.json).toMatchObject({ kind: "cloud", url: expect.stringMatching(/^https:/), live: null });
    for (const path of ["/api/engine/runs", "/api/engine/runs/run_none", "/api/engine/functions"])
      expect(await send(cloud, "GET", path), path).toMatchObject({
        status: 409,
        json: { code: "conflict", error: expect.stringContaining("Inngest Cloud") },
      });
    const person = await openDoor("tRPC", cloud);
    expect(await person.refuse("engine.cancel", { id: "run_none" })).toMatchObject({ code: "conflict" });
  } finally {
    await cloud.stop();
  }
});

test("while the engine is down the runs are still shown, and cancelling says why it cannot be done", async () => {
  const own = await startHub({ seed: false, env: { RESTART_WAIT_MS: "30000" } });
  try {
    const person = await openDoor("tRPC", own);
    const down = await awaitState(
      async () => {
        // Started again at once after a first fall; each further one waits longer.
        const { engine } = own.pids;
        if (engine !== null) killQuietly(engine);
        return person.call<EngineOverview>("engine.overview");
      },
      ({ isAnswering }) => !isAnswering,
    );
    expect(down).toMatchObject({
      kind: "embedded",
      live: null,
      problem: expect.stringContaining("does not answer"),
    });
    expect(await person.call<List>("engine.list", {})).toMatchObject({ total: expect.any(Number) });
    const refusal = await awaitState(
      async () => {
        const { engine } = own.pids;
        if (engine !== null) killQuietly(engine);
        return person.refuse("engine.cancel", { id: "run_none" });
      },
      ({ code }) => code !== "not_found",
    );
    expect(refusal).toMatchObject({ status: 503, code: "unavailable" });
  } finally {
    await own.stop();
  }
});

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has gone already.
  }
}
