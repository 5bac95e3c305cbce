import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/server/db";
import { logger } from "@/server/logger";
import type { Assignment } from "@/server/workers/schema";
import {
  connectWorker,
  expectOk,
  lapse,
  offerExecution,
  type TestWorker,
  take,
} from "@/tests/factories/worker";
import { type CapturedLog, captureLog } from "@/tests/support/capture-log";
import { type RestServer, startRestServer } from "@/tests/support/rest-server";
import {
  findLeaks,
  giveSecrets,
  makeOddSecrets,
  scanDatabase,
  spellSecret,
} from "@/tests/support/secret-canary";
import { openServices, type Services } from "@/tests/support/services";

const secrets = makeOddSecrets();
const lines = Object.values(secrets).flatMap(spellSecret);
const spoken = lines.join("\n");
/** Those that names, ids and other words may be: plain text without line breaks and control characters. */
const words = Object.values(secrets).filter((each) => each.length <= 90 && !/\p{Cc}/u.test(each));
const at = new Date().toISOString();
let services: Services;
let hub: RestServer;
let log: CapturedLog;
let worker: TestWorker;
let held: Assignment;
const replies: string[] = [];
beforeAll(async () => {
  services = await openServices();
  hub = await startRestServer();
  log = captureLog();
  const executionId = await offerExecution();
  const { personaId } = await db.execution.findUniqueOrThrow({ where: { id: executionId } });
  await giveSecrets(personaId, secrets);
  worker = await connectWorker(hub);
  held = await take(worker, executionId);
});
afterAll(async () => {
  log?.stop();
  await hub?.stop();
  await services?.close();
});

/** A message of the worker's that the hub takes. */
async function tell(name: string, body: object): Promise<void> {
  const reply = await worker.tell(name, held, body);
  expectOk(reply);
  replies.push(reply.text);
}
const read = () => db.execution.findUniqueOrThrow({ where: { id: held.executionId } });

test("the worker itself is given all of them, as variables", () => {
  expect(Object.values(held.env).toSorted()).toEqual(Object.values(secrets).toSorted());
});

test("no output of a worker's is kept with one, wherever it is cut", async () => {
  const pieces: string[] = [];
  for (let from = 0, size = 1; from < spoken.length; from += size, size = ((size * 7) % 211) + 1)
    pieces.push(spoken.slice(from, from + size));
  const chunks = [
    ...pieces.map((text) => ({ kind: "stdout", text })),
    ...lines.flatMap((line) => line.split("\n")).map((text) => ({ kind: "stderr", text })),
  ].map((chunk, index) => ({ ...chunk, seq: index + 1 }));
  for (let from = 0; from < chunks.length; from += 450) {
    await tell("output", { chunks: chunks.slice(from, from + 450) });
    expect(findLeaks(secrets, (await read()).workerProgress ?? "")).toEqual([]);
  }
  const stored = await db.executionOutput.findMany({ where: { executionId: held.executionId } });
  expect(
    stored
      .map(({ text }) => text)
      .join("")
      .match(/\[REDACTED\]/g)?.length,
  ).toBeGreaterThan(lines.length);
});

test("no tool call of one is, whatever part of it the secret stands in", async () => {
  const whole = { callId: "whole", name: "Bash", input: spoken.slice(0, 200_000), at };
  const cut = lines.slice(0, 40).map((line, index) => ({
    callId: `cut-${index}`,
    name: "Read",
    input: line.slice(0, line.length - 2),
    isCut: true,
    at,
  }));
  const named = words.map((word) => ({ callId: `call-${word}`, name: word, input: "{}", at }));
  await tell("tool-calls", { calls: [whole, ...cut, ...named] });
  const results = [whole, ...cut, ...named].map(({ callId, input }) => ({
    callId,
    output: input,
    isError: false,
    durationMs: 1,
  }));
  await tell("tool-calls", { results });
  const kept = await db.executionToolCall.findMany({ where: { executionId: held.executionId } });
  expect(kept).toHaveLength(1 + cut.length + words.length);
  expect(kept.map(({ status }) => status)).toEqual(kept.map(() => "completed"));
});

test("nor a protocol's payload, a question, or a sign of progress", async () => {
  const name = Object.fromEntries([[lines[0], lines]]);
  const payloads = {
    user_message: { title: lines[0], content: spoken, priority: "urgent" },
    agent_memory: { title: "T", content: spoken, category: "fact", tags: words },
    emit_event: { type: "canary.told", data: { spoken, ...name } },
    outcome_assessment: { accomplished: false, summary: spoken },
    persona_action: { target: words[0], action: words[1], input: spoken },
    execution_flow: { flows: [{ step: spoken, ...name }] },
    [words[0] ?? "none"]: { spoken },
  };
  const events = Object.entries(payloads).map(([eventType, payload], index) => ({
    index,
    eventType,
    payload,
  }));
  await tell("events", { events });
  await tell("review", {
    reviewId: "r-1",
    payload: { title: words[0], description: spoken, context_data: spoken },
  });
  await tell("review", { reviewId: "r-2", payload: { severity: "soon", [lines[1] ?? ""]: spoken } });
  for (const word of words)
    await tell("progress", { stage: "tool_calling", activeTool: word, message: `Now ${word}.` });
  const metrics = Object.fromEntries(words.map((word) => [`m ${word}`, `at ${word}`]));
  expect(await db.personaMessage.count()).toBeGreaterThan(0);
  expect(await db.review.count()).toBe(2);
  await worker.heartbeat([held], { metrics });
  // Here too: another lease begins with nothing of what this one left.
  expect(await scanDatabase(secrets)).toEqual([]);
});

test("nor why it was given back, how it ended, or what it says of itself", async () => {
  await tell("busy", { reason: words.join(" ") });
  held = await take(worker, held.executionId);
  await tell("output", { chunks: [{ seq: 1, kind: "stdout", text: `${spoken}${spoken.slice(0, 60)}` }] });
  await lapse(held.executionId);
  held = await take(worker, held.executionId);
  await tell("complete", {
    status: "failed",
    exitCode: 1,
    durationMs: 5,
    sessionId: words[0],
    model: words[1],
    output: spoken.slice(0, 200_000),
    errorMessage: spoken.slice(0, 200_000),
    phaseTimings: Object.fromEntries(words.map((word) => [word, 1])),
  });
  expect(await read()).toMatchObject({
    status: "failed",
    errorMessage: expect.stringContaining("[REDACTED]"),
  });
});

test("no column of the database holds one, no fact that was told, no reply but the assignment, no line of the log", async () => {
  const facts = await services.takeFacts();
  expect(await scanDatabase(secrets)).toEqual([]);
  expect(findLeaks(secrets, JSON.stringify(facts))).toEqual([]);
  expect(findLeaks(secrets, replies.join("\n"))).toEqual([]);
  // Whatever goes wrong later: this process knows them by now.
  logger.error({ err: new Error(spoken), words }, spoken);
  expect(log.lines.join("")).toContain("[REDACTED]");
  expect(findLeaks(secrets, log.lines.join(""))).toEqual([]);
});
