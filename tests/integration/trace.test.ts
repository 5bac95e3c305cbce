import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import type { Prisma } from "@/prisma/generated/client";
import { systemActor, webhookActor } from "@/server/actor";
import { db } from "@/server/db";
import { listEvents, publishEvent } from "@/server/events/service";
import { getOverview } from "@/server/executions/overview";
import { getExecution, rerunExecution } from "@/server/executions/service";
import { streamExecution } from "@/server/executions/stream";
import { requestReview } from "@/server/reviews/request";
import { readToolInput, readToolOutput, readTurnText } from "@/server/traces/read-text";
import { getTrace } from "@/server/traces/service";
import { insertToolCall, insertTurn } from "@/tests/factories/traced";
import { insertPersona, openServices, type Services } from "@/tests/support/services";
import { awaitState } from "@/tests/support/settle";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());

const startedAt = new Date("2026-11-21T05:00:00.000Z");
const later = (ms: number) => new Date(startedAt.getTime() + ms);

async function insertExecution(fields: Partial<Prisma.ExecutionCreateInput> = {}): Promise<string> {
  const id = createId("execution");
  await db.execution.create({
    data: {
      id,
      personaId: "trace",
      personaName: "Tracer",
      timeoutMs: 60_000,
      status: "running",
      startedAt,
      ...fields,
    },
  });
  return id;
}

describe("the trace of an execution", () => {
  test("is a tree of turns and tool calls, with the times and the costs of each", async () => {
    const id = await insertExecution({ status: "completed", completedAt: later(9_000) });
    await db.executionPrompt.create({
      data: { executionId: id, system: "You are", user: "Go", tools: '[{"name":"http_request"}]' },
    });
    await insertTurn(id, 1, {
      text: "I look it up.",
      stopReason: "tool_use",
      createdAt: later(2_000),
      durationMs: 1_900,
      inputTokens: 100,
      cacheWrite5mTokens: 900,
    });
    const review = await insertToolCall(id, 1, 1, {
      name: "post",
      effect: "write",
      policy: "ask",
      status: "denied",
    });
    const look = await insertToolCall(id, 1, 0, {
      status: "completed",
      input: '{"url":"https://example.com"}',
      output: "found",
      outputBytes: 5,
      startedAt: later(2_010),
      completedAt: later(2_230),
    });
    await insertTurn(id, 2, {
      text: "Done.",
      createdAt: later(5_000),
      inputTokens: 100,
      cacheReadTokens: 900,
      kind: "compaction",
    });

    const trace = await getTrace(systemActor, id);
    expect(trace).toMatchObject({
      status: "completed",
      startedAt: startedAt.toISOString(),
      completedAt: later(9_000).toISOString(),
      progress: null,
      prompt: { characterCount: 9, toolCount: 1, tokenCount: 1_000, durationMs: 100 },
    });
    expect(trace.turns.map(({ turn, kind, cachedShare }) => [turn, kind, cachedShare])).toEqual([
      [1, "model", 0],
      [2, "compaction", 0.9],
    ]);
    expect(trace.turns[0]).toMatchObject({
      startedAt: later(100).toISOString(),
      createdAt: later(2_000).toISOString(),
      output: { text: "I look it up.", characterCount: 13, hasMore: false },
    });
    expect(trace.turns[0]?.toolCalls).toMatchObject([
      { id: look, name: "http_request", status: "completed", durationMs: 220, output: { text: "found" } },
      { id: review, name: "post", status: "denied", durationMs: null, output: null },
    ]);
    expect(trace.turns[1]?.toolCalls).toEqual([]);
    expect(trace.caching.share).toBeCloseTo(0.45, 9);
    // 900 written at $0.50 a million more than plain, 900 read at $1.90 less.
    expect(trace.caching.savedUsd).toBeCloseTo(0.00126, 9);
  });

  test("names long values with their beginning; the rest is read by pages", async () => {
    const id = await insertExecution();
    const long = "äöü€😀".repeat(10_000);
    await insertTurn(id, 1, { text: long });
    const call = await insertToolCall(id, 1, 0, {
      input: JSON.stringify({ body: long }),
      output: `${long.slice(0, 900)}…`,
      outputBytes: Buffer.byteLength(long),
      status: "completed",
    });
    await db.toolBlob.create({ data: { toolCallId: call, text: long } });
    const [turn] = (await getTrace(systemActor, id)).turns;
    expect(turn?.output).toMatchObject({ characterCount: 50_000, hasMore: true });
    expect([...(turn?.output.text ?? "")]).toHaveLength(2_000);
    expect(turn?.toolCalls[0]?.output).toMatchObject({ characterCount: 50_000, hasMore: true });
    expect(turn?.toolCalls[0]?.input).toMatchObject({ characterCount: 50_011, hasMore: true });

    const readers = {
      output: (offset: number) =>
        readToolOutput(systemActor, { executionId: id, toolCallId: call, offset, limit: 7_001 }),
      input: (offset: number) =>
        readToolInput(systemActor, { executionId: id, toolCallId: call, offset, limit: 7_001 }),
      turn: (offset: number) => readTurnText(systemActor, { executionId: id, turn: 1, offset, limit: 7_001 }),
    };
    const readAll = async (read: (offset: number) => ReturnType<typeof readToolOutput>) => {
      let text = "";
      for (let offset: number | null = 0; offset !== null; ) {
        const page = await read(offset);
        text += page.text;
        offset = page.nextOffset;
      }
      return text;
    };
    expect(await readAll(readers.output)).toBe(long);
    expect(await readAll(readers.turn)).toBe(long);
    expect(await readAll(readers.input)).toBe(JSON.stringify({ body: long }));
    await expect(
      readToolOutput(systemActor, { executionId: "another", toolCallId: call, offset: 0, limit: 10 }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  test("is read by those alone who may read executions", async () => {
    const id = await insertExecution();
    await expect(getTrace(webhookActor("x"), id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(getTrace(systemActor, "none")).rejects.toMatchObject({ code: "not_found" });
    const page = { executionId: id, toolCallId: "x", offset: 0, limit: 1 };
    await expect(readToolOutput(webhookActor("x"), page)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("says of one that runs what it does at the moment", async () => {
    const id = await insertExecution();
    const stageOf = async () => (await getTrace(systemActor, id)).progress;
    expect(await stageOf()).toMatchObject({ stage: "initializing", percentEstimate: 5 });
    await db.executionPrompt.create({ data: { executionId: id, system: "", user: "" } });
    expect(await stageOf()).toMatchObject({ stage: "thinking" });
    const say = (seq: number, turn: number, kind = "text") =>
      db.executionOutput.create({ data: { executionId: id, seq, turn, attempt: 0, kind, text: "a" } });
    await say(1, 1);
    expect(await stageOf()).toMatchObject({ stage: "generating" });
    await insertTurn(id, 1);
    const call = await insertToolCall(id, 1, 0, { name: "library_search", status: "started" });
    expect(await stageOf()).toMatchObject({ stage: "tool_calling", activeTool: "library_search" });
    const running = (await getOverview(systemActor)).running.find((each) => each.id === id);
    expect(running?.progress).toMatchObject({ stage: "tool_calling", activeTool: "library_search" });
    await db.executionToolCall.update({
      where: { id: call },
      data: { status: "completed", completedAt: new Date() },
    });
    expect(await stageOf()).toMatchObject({ stage: "tool_result", toolCallsCompleted: 1 });
    await say(2, 2, "reset");
    expect(await stageOf()).toMatchObject({ stage: "tool_result" });
    await say(3, 2);
    expect(await stageOf()).toMatchObject({ stage: "generating", toolCallsCompleted: 1 });
    const detail = await getExecution(systemActor, { executionId: id, offset: 0 });
    expect(detail.progress).toEqual(await stageOf());
  });
});

test("the stream says when there is more of the trace to read, and asks for the person who is needed", async () => {
  const id = await insertExecution();
  const events: { event: string; data: unknown }[] = [];
  let isClosed = false;
  const stop = streamExecution(
    id,
    0,
    ({ event, data }) => events.push({ event, data }),
    () => {
      isClosed = true;
    },
  );
  const named = (name: string) => events.filter(({ event }) => event === name).map(({ data }) => data);
  const awaitCount = (name: string, count: number) =>
    awaitState(
      async () => named(name).length,
      (length) => length >= count,
    );
  try {
    await awaitCount("trace", 1);
    await insertTurn(id, 1);
    await awaitCount("trace", 2);
    const call = await insertToolCall(id, 1, 0, { name: "post" });
    await awaitCount("trace", 3);
    await db.executionToolCall.update({ where: { id: call }, data: { status: "waiting" } });
    const review = await requestReview({
      key: call,
      kind: "tool_call",
      executionId: id,
      personaId: "trace",
      personaName: "Tracer",
      title: "May it post?",
      isBlocking: true,
    });
    await db.execution.update({ where: { id }, data: { status: "queued", waitingFor: "review" } });
    await awaitCount("review_request", 1);
    expect(named("review_request")).toEqual([
      expect.objectContaining({ executionId: id, reviewId: review.id, title: "May it post?" }),
    ]);
    // It stands aside a moment after it asked.
    const paused = await awaitState(
      async () => named("progress").at(-1) as { stage?: string; status?: string },
      ({ stage, status }) => stage === "paused_for_review" && status === "queued",
    );
    expect(paused).toMatchObject({ waitingFor: "review", activeTool: "post" });
    const before = named("trace").length;
    await db.execution.update({
      where: { id },
      data: { workerProgress: '{"stage":"thinking","stageStartedAt":"2026-11-21T05:00:00.000Z"}' },
    });
    await awaitCount("trace", before + 1);
    await db.execution.update({ where: { id }, data: { status: "completed", waitingFor: null } });
    await awaitCount("complete", 1);
    expect(isClosed).toBe(true);
  } finally {
    stop();
  }
});

test("the events that an execution emitted are found by it, and no others", async () => {
  const [id, other] = [await insertExecution(), await insertExecution()];
  const emit = (causedByExecutionId: string) =>
    publishEvent(systemActor, { eventType: "emitted", sourceType: "persona", causedByExecutionId });
  const event = await emit(id);
  await emit(other);
  const { items } = await listEvents(systemActor, { limit: 50, offset: 0, causedByExecutionId: id });
  expect(items.map((each) => each.id)).toEqual([event.id]);
});

describe("a re-run", () => {
  test("may have another version and another input; it names the first", async () => {
    const personaId = await insertPersona({ liveVersion: 3 });
    await db.personaVersion.create({
      data: { personaId, version: 2, content: "{}", hash: "h", createdBy: "test" },
    });
    const id = await insertExecution({ personaId, status: "completed", inputData: '{"a":1}' });
    const run = async (change: { version?: number; input?: unknown }) => {
      const { executionId } = await rerunExecution(systemActor, { executionId: id, ...change });
      return db.execution.findUniqueOrThrow({ where: { id: executionId } });
    };
    expect(await run({})).toMatchObject({ inputData: '{"a":1}', askedVersion: null, retryOfExecutionId: id });
    expect(await run({ version: 2 })).toMatchObject({ inputData: '{"a":1}', askedVersion: 2 });
    expect(await run({ version: 3, input: { b: [true] } })).toMatchObject({
      inputData: '{"b":[true]}',
      askedVersion: 3,
    });
    await expect(run({ version: 9 })).rejects.toMatchObject({ code: "validation_failed" });
  });
});
