import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { runToolCall } from "@/server/agent/tool-call";
import { linkCredential } from "@/server/credentials/links";
import { saveCredential } from "@/server/credentials/service";
import { db } from "@/server/db";
import { cancelExecution, getExecution } from "@/server/executions/service";
import { readToolInput, readToolOutput } from "@/server/traces/read-text";
import { getTrace } from "@/server/traces/service";
import { sweepWorkers } from "@/server/workers/sweep";
import { connectWorker, expectOk, lapse, offerExecution, take } from "@/tests/factories/worker";
import { type RestServer, startRestServer } from "@/tests/support/rest-server";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

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

const at = () => new Date().toISOString();
const begin = (callId: string, name = "Bash", more: object = {}) => ({
  callId,
  name,
  input: JSON.stringify({ command: callId }),
  at: at(),
  ...more,
});
const end = (callId: string, output: string, more: object = {}) => ({
  callId,
  output,
  isError: false,
  durationMs: 20,
  ...more,
});
const page = { offset: 0, limit: 100_000 };
const callsOf = async (id: string) =>
  (await getTrace(systemActor, id)).turns.flatMap((turn) => turn.toolCalls);

describe("the tools that a worker's CLI calls", () => {
  test("stand in the trace while it runs and afterwards, each once, however often it is told", async () => {
    const id = await offerExecution();
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    expect((await getTrace(systemActor, id)).turns).toEqual([]);
    const first = { calls: [begin("t1"), begin("t2", "Read", { at: "2001-01-01T00:00:00Z" }), begin("t1")] };
    for (let time = 1; time <= 2; time++) expectOk(await worker.tell("tool-calls", held, first));
    const [turn, ...others] = (await getTrace(systemActor, id)).turns;
    expect(others).toEqual([]);
    expect(turn).toMatchObject({ turn: 1, isFinished: false, costUsd: 0 });
    expect(turn?.toolCalls).toMatchObject([
      { callId: "t1", position: 0, source: "worker", policy: "allow", effect: "write", status: "started" },
      { callId: "t2", position: 1, name: "Read", effect: "read", durationMs: null, output: null },
    ]);
    const { startedAt } = await db.execution.findUniqueOrThrow({ where: { id } });
    expect(turn?.toolCalls[1]?.startedAt).toBe(startedAt?.toISOString());
    const more = {
      calls: [begin("t3")],
      results: [end("t2", "found"), end("t1", "no such file", { isError: true }), end("t3", "at once")],
    };
    for (let time = 1; time <= 2; time++) expectOk(await worker.tell("tool-calls", held, more));
    expectOk(
      await worker.tell("tool-calls", held, { results: [end("t2", "another"), end("t9", "unheard of")] }),
    );
    expectOk(await worker.tell("tool-calls", held, { calls: [begin("t4")] }));
    const report = { status: "completed", exitCode: 0, durationMs: 500, totalCostUsd: 0.5, output: "Done." };
    expectOk(await worker.tell("complete", held, report));
    const trace = await getTrace(systemActor, id);
    expect(trace.turns).toMatchObject([
      { turn: 1, isFinished: true, costUsd: 0.5, output: { text: "Done." } },
    ]);
    expect(trace.turns[0]?.toolCalls).toMatchObject([
      { callId: "t1", status: "failed", isError: true, output: { text: "no such file" }, durationMs: 20 },
      { callId: "t2", status: "completed", isError: false, output: { text: "found" }, outputBytes: 5 },
      { callId: "t3", position: 2, status: "completed", input: { text: '{"command":"t3"}' } },
      { callId: "t4", position: 3, status: "failed", output: { text: expect.stringContaining("Cut off") } },
    ]);
    expect((await worker.tell("tool-calls", held, { calls: [begin("t5")] })).status).toBe(409);
  });

  test("have long results kept beside their row, and no secret, also where one was cut in two", async () => {
    const token = `sk-live-${crypto.randomUUID()}`;
    const personaId = await insertPersona({ runtime: "worker" });
    const given = { name: `vault ${personaId}`, serviceType: "vault", data: { token } };
    const { credential } = await saveCredential(systemActor, given);
    await linkCredential(systemActor, { personaId, credentialId: credential.id });
    const id = await offerExecution({}, { personaId });
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    const cut = token.slice(0, 20);
    const body = {
      calls: [begin("t1", "Bash", { input: JSON.stringify({ command: `echo ${token}` }) })],
      results: [end("t1", `${token}\u0000${"x".repeat(120_000)}${cut}`, { isCut: true })],
    };
    expectOk(await worker.tell("tool-calls", held, body));
    const [call] = await callsOf(id);
    if (!call) throw new Error("no call");
    expect(call).toMatchObject({
      input: { text: '{"command":"echo [REDACTED]"}' },
      output: { hasMore: true },
    });
    const where = { executionId: id, toolCallId: call.id };
    expect((await readToolInput(systemActor, { ...where, ...page })).text).not.toContain(token);
    const whole = await readToolOutput(systemActor, { ...where, ...page, offset: 100_000 });
    expect(whole.totalCharacters).toBe("[REDACTED]".length + 120_000);
    expect(whole.text).not.toContain("sk-live");
    const row = await db.executionToolCall.findUniqueOrThrow({ where: { id: call.id } });
    expect(row.output).toMatch(/^\[REDACTED\]x+\n\[left out: 70,010 of 120,010 characters\]$/);
  });

  test("stay, apart from those of another worker that starts over, as of a run that was lost", async () => {
    const id = await offerExecution();
    const [one, two] = [await connectWorker(hub), await connectWorker(hub)];
    const old = await take(one, id);
    const long = "x".repeat(60_000);
    const body = { calls: [begin("t1"), begin("t2")], results: [end("t1", long)] };
    expectOk(await one.tell("tool-calls", old, body));
    await lapse(id);
    const held = await take(two, id);
    expect(await callsOf(id)).toMatchObject([
      { turn: 1, callId: "t1", status: "completed" },
      { turn: 1, callId: "t2", status: "failed", output: { text: expect.stringContaining("Cut off") } },
    ]);
    expect((await one.tell("tool-calls", old, { results: [end("t2", "late")] })).status).toBe(409);
    const anew = { calls: [begin("t1"), begin("t3")], results: [end("t1", "anew")] };
    expectOk(await two.tell("tool-calls", held, anew));
    const { turns } = await getTrace(systemActor, id);
    expect(turns).toMatchObject([
      { turn: 1, isLost: true, isFinished: false, toolCalls: [{ callId: "t1" }, { callId: "t2" }] },
      { turn: 2, isLost: false, isFinished: false },
    ]);
    expect(turns[1]?.toolCalls).toMatchObject([
      { callId: "t1", position: 0, output: { text: "anew" } },
      { callId: "t3", position: 1, status: "started" },
    ]);
    expect((await getExecution(systemActor, { executionId: id, offset: 0 })).progress).toMatchObject({
      toolCallsCompleted: 1,
    });
    await lapse(id);
    expect(await sweepWorkers()).toMatchObject({ offered: 1 });
    expect((await callsOf(id)).slice(2)).toMatchObject([
      { status: "completed" },
      { callId: "t3", status: "failed" },
    ]);
    const third = await take(one, id);
    expectOk(await one.tell("tool-calls", third, { calls: [begin("t4")] }));
    expectOk(await one.tell("busy", third, { reason: "It is being shut down" }));
    expect((await callsOf(id)).at(-1)).toMatchObject({ turn: 3, callId: "t4", status: "failed" });
    const last = await take(two, id);
    expectOk(await two.tell("complete", last, { status: "completed", exitCode: 0, durationMs: 5 }));
    const ended = (await getTrace(systemActor, id)).turns;
    expect(ended.map(({ turn, isLost }) => [turn, isLost])).toEqual([
      ...[1, 2, 3].map((turn) => [turn, true]),
      [4, false],
    ]);
  });

  test("are never carried out by the hub, and are closed when their worker is gone for good", async () => {
    const id = await offerExecution();
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    expectOk(await worker.tell("tool-calls", held, { calls: [begin("t1", "http_request")] }));
    const [call] = await callsOf(id);
    expect(await runToolCall(id, call?.id ?? "")).toBe("done");
    expect(await callsOf(id)).toMatchObject([{ status: "started" }]);
    await cancelExecution(systemActor, id);
    await lapse(id);
    expect(await sweepWorkers()).toMatchObject({ cancelled: 1 });
    const [turn] = (await getTrace(systemActor, id)).turns;
    expect(turn).toMatchObject({ isFinished: false, toolCalls: [{ status: "failed", isError: true }] });
  });
});
