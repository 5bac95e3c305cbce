import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createModelPersona, execute } from "@/tests/factories/execution";
import { ask } from "@/tests/support/api";
import { openDoor } from "@/tests/support/doors";
import type { Answer } from "@/tests/support/messages-api-answer";
import { type ModelHub, startModelHub } from "@/tests/support/model-hub";
import { countRows } from "@/tests/support/query";
import { listPieces, readStream } from "@/tests/support/read-stream";
import { awaitExecution, awaitState } from "@/tests/support/settle";

let it: ModelHub;
beforeAll(async () => {
  it = await startModelHub();
  const door = await openDoor("tRPC", it.hub);
  await door.call("settings.update", { modelIdleTimeoutMs: 1_000 });
});
afterAll(() => it?.stop());

const good: Answer = { kind: "text", text: "Here it is at last." };
const refuse = (status: number, type: string, headers = {}): Answer => ({
  kind: "error",
  status,
  type,
  message: `the provider's own words about ${status}`,
  headers,
});
const half = (ending: "cut" | "hang" | { type: string; message: string }): Answer => ({
  kind: "text",
  text: "Only half of",
  chunkCharacters: 6,
  ending,
});

async function run(answers: Answer[], input: { timeoutMs?: number } = {}) {
  const persona = await createModelPersona(it.hub, it.api, answers);
  const id = await execute(it.hub, { personaId: persona.id, prompt: "x", ...input });
  return { id, asked: () => it.api.find(persona.name), ended: () => awaitExecution(it.hub, id) };
}

describe.concurrent("a fault that may pass is tried again", () => {
  test.each<[string, Answer]>([
    ["429 with retry-after", refuse(429, "rate_limit_error", { "retry-after": "2" })],
    ["529", refuse(529, "overloaded_error")],
    ["500", refuse(500, "api_error")],
    ["an overload in the stream", half({ type: "overloaded_error", message: "Overloaded" })],
    ["a cut stream", half("cut")],
    ["nothing at all", { kind: "hang" }],
    ["nothing more in mid-stream", half("hang")],
  ])("%s", async (_name, fault) => {
    const { id, asked, ended } = await run([fault, good]);
    const result = await ended();
    expect(result).toMatchObject({
      status: "completed",
      outputData: "Here it is at last.",
      errorMessage: null,
      waitingFor: null,
    });
    expect(asked()).toHaveLength(2);
    expect(await countRows(it.hub, "execution_turn", "execution_id = $1", [id])).toBe(1);
    expect(result.output.join("\n")).toContain("Trying again in");
    expect(result.output.join("\n")).not.toContain("Only half of");
  });

  test("not before the provider's retry-after", async () => {
    const { asked, ended } = await run([refuse(429, "rate_limit_error", { "retry-after": "3" }), good]);
    await ended();
    const [first, second] = asked();
    expect((second?.receivedAt ?? 0) - (first?.receivedAt ?? 0)).toBeGreaterThanOrEqual(3_000);
  });

  test("it shows that it waits, keeps what was said, and tells readers to begin anew", async () => {
    const { id } = await run([half("cut"), good]);
    const waiting = await awaitExecution(it.hub, id, ({ waitingFor }) => waitingFor === "retry");
    expect(waiting.status).toBe("running");
    expect(waiting.output.join("\n")).toContain("Only half of");
    const messages = await readStream(it.hub, id);
    const kinds = listPieces(messages).map(({ kind, text }) => (kind === "output" ? text : kind));
    expect(kinds.indexOf("reset")).toBeGreaterThan(kinds.indexOf("notice"));
    expect(kinds.slice(kinds.indexOf("reset") + 1).join("")).toBe("Here it is at last.");
    expect(kinds.slice(0, kinds.indexOf("notice")).join("")).toBe("Only half of");
  });

  test("cancelled while it waits, it ends at once and asks no more", async () => {
    const { id, asked } = await run([refuse(429, "rate_limit_error", { "retry-after": "2" }), good]);
    await awaitExecution(it.hub, id, ({ waitingFor }) => waitingFor === "retry");
    await ask(it.hub, "POST", `/api/executions/${id}/cancel`);
    expect(await awaitExecution(it.hub, id)).toMatchObject({ status: "cancelled" });
    await delay(3_000);
    expect(asked()).toHaveLength(1);
  });
});

describe.concurrent("a fault that does not pass", () => {
  test.each<[string, Answer]>([
    ["400", refuse(400, "invalid_request_error")],
    ["401", refuse(401, "authentication_error")],
    ["403", refuse(403, "permission_error")],
    ["404", refuse(404, "not_found_error")],
  ])("%s fails at once with the provider's words", async (status, fault) => {
    const { asked, ended } = await run([fault, good]);
    const result = await ended();
    expect(result).toMatchObject({ status: "failed", outputData: null });
    expect(result.errorMessage).toContain(`the provider's own words about ${status}`);
    expect(asked()).toHaveLength(1);
  });

  test("one that never passes fails after the last try, with the words and what was said", async () => {
    const again = refuse(529, "overloaded_error", { "retry-after": "0" });
    const last = half({ type: "overloaded_error", message: "Still overloaded." });
    const { asked, ended } = await run([again, again, again, again, last, good]);
    const result = await ended();
    expect(result).toMatchObject({ status: "failed", outputData: "Only half of" });
    expect(result.errorMessage).toContain("Still overloaded.");
    expect(asked()).toHaveLength(5);
  });

  test("a run that takes longer than it may fails, with what was said", async () => {
    const slow: Answer = { kind: "text", text: "tick ".repeat(200), chunkCharacters: 5, chunkDelayMs: 100 };
    const { asked, ended } = await run([slow], { timeoutMs: 1_500 });
    const result = await ended();
    expect(result).toMatchObject({ status: "failed", outputData: expect.stringMatching(/^tick tick/) });
    expect(result.errorMessage).toContain("Timed out: the persona's limit of 1.5 s was reached.");
    expect(result.durationMs).toBeLessThan(4_000);
    await awaitState(
      async () => asked()[0]?.outcome,
      (outcome) => outcome === "aborted",
      2_000,
    );
  });
});
