import { beforeAll, describe, expect, test } from "vitest";
import type { ExecutionDetail, ExecutionOutput } from "@/server/executions/schema";
import { publishAndMatch } from "@/tests/factories/event";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { send } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { listPieces, readStream } from "@/tests/support/read-stream";
import { awaitExecution, awaitExecutionsOf } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";

type Started = { executionId: string; status: string };
type List = { items: ExecutionOutput[]; total: number };
const hub = sharedHub();

describe.each(doorNames)("executions over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });
  const run = async (persona: { id: string }, prompt = "Do it") => {
    const { executionId } = await door.call<Started>("executions.execute", { personaId: persona.id, prompt });
    return awaitExecution(hub, executionId);
  };

  test("a dry run completes with what would have been sent", async () => {
    const persona = await createPersona(hub, { name: "Dry Runner", systemPrompt: "You are careful." });
    const started = await door.call<Started>("executions.execute", {
      personaId: persona.id,
      prompt: "Say hello",
    });
    expect(started).toEqual({ executionId: expect.stringMatching(/^exe_/), status: "queued" });
    await awaitExecution(hub, started.executionId);
    const ended = await door.call<ExecutionDetail>("executions.get", { executionId: started.executionId });
    expect(ended).toMatchObject({
      id: started.executionId,
      executionId: started.executionId,
      personaId: persona.id,
      personaName: "Dry Runner",
      status: "completed",
      waitingFor: null,
      runtime: "dry-run",
      modelUsed: null,
      costUsd: 0,
      errorMessage: null,
      progress: null,
      source: "db",
      queuePosition: null,
      startedAt: expect.any(String),
      completedAt: expect.any(String),
      durationMs: expect.any(Number),
    });
    expect(JSON.parse(ended.inputData ?? "")).toEqual({ request: "Say hello" });
    expect(ended.prompt?.system).toMatch(/^# Persona: Dry Runner\n\n## Identity\nYou are careful\.\n\n## /);
    expect(ended.prompt?.user).toContain('"request": "Say hello"');
    expect(ended.outputData).toContain("Dry run: no model was called.");
    expect(ended.outputData).toContain(ended.prompt?.system);
    expect(ended.outputData).toContain(ended.prompt?.user);
  });

  test("output comes in lines, from an offset on", async () => {
    const persona = await createPersona(hub, { systemPrompt: "one\ntwo\nthree" });
    const { executionId, outputData, totalOutputLines } = await run(persona);
    const lines = outputData?.split("\n") ?? [];
    expect(totalOutputLines).toBe(lines.length);
    const rest = await door.call<ExecutionDetail>("executions.get", { executionId, offset: 4 });
    expect(rest).toMatchObject({
      output: lines.slice(4),
      totalOutputLines: lines.length,
      outputLines: lines.length,
      tailBufferLines: lines.length,
      outputEvicted: false,
      pendingReviews: [],
      phaseTimings: {
        queueMs: expect.any(Number),
        setupMs: null,
        modelMs: 0,
        toolsMs: 0,
        waitingMs: expect.any(Number),
        otherMs: expect.any(Number),
        totalMs: expect.any(Number),
        worker: null,
      },
    });
    const beyond = await door.call<ExecutionDetail>("executions.get", { executionId, offset: 10_000 });
    expect(beyond.output).toEqual([]);
  });

  test("are listed newest first, in pages and by persona, status, event and search; without bodies", async () => {
    const persona = await createPersona(hub, { name: uniqueWord("Listed") });
    const first = await run(persona);
    const event = await publishAndMatch(hub, { eventType: uniqueWord("type"), targetPersonaId: persona.id });
    const [second] = await awaitExecutionsOf(hub, event.id);
    await awaitExecution(hub, second?.id ?? "");
    const ids = async (filter: object) =>
      (await door.call<List>("executions.list", filter)).items.map(({ id }) => id);
    expect(await ids({ personaId: persona.id })).toEqual([second?.id, first.id]);
    expect(await ids({ personaId: persona.id, status: "completed" })).toEqual([second?.id, first.id]);
    expect(await ids({ personaId: persona.id, status: "failed" })).toEqual([]);
    expect(await ids({ eventId: event.id })).toEqual([second?.id]);
    expect(await ids({ search: persona.name.toUpperCase() })).toEqual([second?.id, first.id]);
    expect(await ids({ search: first.id })).toEqual([first.id]);
    expect(await ids({ personaId: persona.id, since: second?.createdAt })).toEqual([second?.id]);
    expect(await ids({ personaId: persona.id, until: first.createdAt })).toEqual([first.id]);
    expect(await ids({ personaId: persona.id, sourceType: "test" })).toEqual([second?.id]);
    expect(await ids({ personaId: persona.id, sourceType: "gitlab" })).toEqual([]);
    expect(await ids({ personaId: persona.id, triggerId: "trg_unknown" })).toEqual([]);
    const page = await door.call<List>("executions.list", { personaId: persona.id, limit: 1, offset: 1 });
    expect(page).toMatchObject({ items: [{ id: first.id, inputData: null, outputData: null }], total: 2 });
  });

  test("a rerun takes the same input with the persona as it is now", async () => {
    const persona = await createPersona(hub, { systemPrompt: "before" });
    const first = await run(persona, "the same words");
    await door.call("personas.save", { id: persona.id, systemPrompt: "after" });
    const { executionId } = await door.call<Started>("executions.rerun", { executionId: first.id });
    const again = await awaitExecution(hub, executionId);
    expect(again).toMatchObject({
      status: "completed",
      inputData: first.inputData,
      retryOfExecutionId: first.id,
    });
    expect(again.prompt?.system).toContain("after");
  });

  test("an ended execution cannot be cancelled", async () => {
    const { executionId } = await run(await createPersona(hub));
    const refusal = await door.refuse("executions.cancel", { executionId });
    expect(refusal).toMatchObject({
      status: 409,
      code: "conflict",
      message: "This execution has already ended: completed.",
    });
  });

  test("a disabled persona cannot be run", async () => {
    const persona = await createPersona(hub, { enabled: false });
    const refusal = await door.refuse("executions.execute", { personaId: persona.id, prompt: "x" });
    expect(refusal).toMatchObject({ status: 409, code: "conflict" });
    expect(refusal.message).toContain("disabled");
  });

  test("without a key it fails at once, and says where to put one", async () => {
    const persona = await createPersona(hub, { runtime: "hub" });
    const ended = await run(persona);
    expect(ended).toMatchObject({ status: "failed", costUsd: 0, outputData: null });
    expect(ended.errorMessage).toContain("ANTHROPIC_API_KEY");
    expect(ended.errorMessage).toContain("Settings → Claude");
    expect(ended.durationMs).toBeLessThan(5_000);
  });

  test("another provider is not called silently", async () => {
    const modelProfile = JSON.stringify({
      provider: "ollama",
      model: "llama",
      baseUrl: "http://127.0.0.1:1",
    });
    const ended = await run(await createPersona(hub, { runtime: "hub", modelProfile }));
    expect(ended).toMatchObject({ status: "failed", errorMessage: expect.stringContaining('"ollama"') });
  });

  test("statistics count what ended", async () => {
    const persona = await createPersona(hub);
    await run(persona);
    await run(persona);
    expect(await door.call("executions.stats", { personaId: persona.id, period: 1 })).toMatchObject({
      periodDays: 1,
      total: 2,
      completed: 2,
      failed: 0,
      successRate: 1,
      totalCostUsd: 0,
    });
  });

  test.each<[string, string, object, string]>([
    ["no prompt", "executions.execute", {}, "prompt"],
    ["an empty prompt", "executions.execute", { prompt: "" }, "prompt"],
    ["too long a prompt", "executions.execute", { prompt: "x".repeat(50 * 1024 + 1) }, "prompt"],
    ["a time-out that is text", "executions.execute", { prompt: "x", timeoutMs: "1" }, "timeoutMs"],
    ["an unknown field", "executions.execute", { prompt: "x", model: "y" }, "model"],
    ["an odd status", "executions.list", { status: "done" }, "status"],
    ["an odd time", "executions.list", { since: "yesterday" }, "since"],
    ["a negative offset", "executions.get", { executionId: "exe_1", offset: "-1" }, "offset"],
    ["a period of no days", "executions.stats", { period: 0 }, "period"],
  ])("are refused with the field for %s", async (_name, verb, input, path) => {
    const refusal = await door.refuse(verb, input);
    expect(refusal).toMatchObject({ status: 400, code: "validation_failed", issues: [{ path }] });
  });

  test.each(["executions.get", "executions.cancel", "executions.rerun"])(
    "%s knows no unknown id",
    async (verb) => {
      const refusal = await door.refuse(verb, { executionId: "exe_unknown" });
      expect(refusal).toMatchObject({
        status: 404,
        code: "not_found",
        message: "No execution with the id exe_unknown.",
      });
    },
  );
});

describe("executions over REST", () => {
  test("answer 202 when started and 200 when cancelled by nobody's need", async () => {
    const persona = await createPersona(hub);
    const started = await send(hub, "POST", "/api/execute", { json: { personaId: persona.id, prompt: "x" } });
    expect(started.status).toBe(202);
    const { executionId } = started.json as Started;
    await awaitExecution(hub, executionId);
    expect((await send(hub, "POST", `/api/executions/${executionId}/rerun`)).status).toBe(202);
  });

  test("stream a dry run to its end, the same for whoever comes later", async () => {
    const persona = await createPersona(hub, { systemPrompt: "Words to stream." });
    const started = await send(hub, "POST", "/api/execute", { json: { personaId: persona.id, prompt: "x" } });
    const { executionId } = started.json as Started;
    const live = await readStream(hub, executionId);
    expect(live[0]).toMatchObject({ event: "init", data: { executionId } });
    expect(live.at(-1)).toMatchObject({ event: "complete", data: { status: "completed", executionId } });
    const { outputData } = await awaitExecution(hub, executionId);
    expect(
      listPieces(live)
        .map(({ text }) => text)
        .join(""),
    ).toBe(outputData);
    const later = await readStream(hub, executionId);
    expect(listPieces(later)).toEqual(listPieces(live));
  });

  test.each([
    ["an unknown id", "/api/executions/exe_unknown/stream", undefined, 404, "not_found"],
    ["no key", "/api/executions/exe_unknown/stream", null, 401, "unauthorized"],
  ])("refuse to stream for %s before the stream begins", async (_name, path, key, status, code) => {
    const reply = await send(hub, "GET", path, key === undefined ? {} : { key });
    expect(reply).toMatchObject({ status, json: { code } });
  });
});
