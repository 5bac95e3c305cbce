import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createModelPersona, execute } from "@/tests/factories/execution";
import { ask, send } from "@/tests/support/api";
import type { TextAnswer } from "@/tests/support/messages-api-answer";
import { type ModelHub, startModelHub } from "@/tests/support/model-hub";
import { awaitExecution } from "@/tests/support/settle";

let it: ModelHub;
beforeAll(async () => {
  it = await startModelHub();
});
afterAll(() => it?.stop());

const nul = String.fromCharCode(0);
const endless: TextAnswer = {
  kind: "text",
  text: "tick ".repeat(2_000),
  chunkCharacters: 5,
  chunkDelayMs: 50,
};

describe("what no database takes", () => {
  test("an answer with a NUL, real or written out, is kept without the real one", async () => {
    const text = `real ${nul}, written \\u0000, end`;
    const persona = await createModelPersona(it.hub, it.api, [{ kind: "text", text }]);
    const id = await execute(it.hub, { personaId: persona.id, prompt: "x" });
    expect(await awaitExecution(it.hub, id)).toMatchObject({
      status: "completed",
      retryCount: 0,
      outputData: "real , written \\u0000, end",
      output: ["real , written \\u0000, end"],
    });
    expect(it.api.find(persona.name)).toHaveLength(1);
  });

  test("a NUL in a structured prompt does not keep its persona from running", async () => {
    const persona = await createModelPersona(it.hub, it.api, [{ kind: "text", text: "Fine." }], {
      structuredPrompt: '{"identity":"a\\u0000b"}',
    }).catch((error: Error) => error);
    // Refused at the door or left out of the prompt: either is fine, a run that cannot start is not.
    if (persona instanceof Error) return expect(persona.message).toMatch(/answered 400/);
    const id = await execute(it.hub, { personaId: persona.id, prompt: "x" });
    expect(await awaitExecution(it.hub, id)).toMatchObject({ status: "completed" });
  });
});

test("deleting a persona with a long line starts none of it", async () => {
  const persona = await createModelPersona(it.hub, it.api, [endless], { maxConcurrent: 1 });
  const first = await execute(it.hub, { personaId: persona.id, prompt: "x" });
  await awaitExecution(it.hub, first, ({ output }) => output.join("").includes("tick"));
  const line: string[] = [];
  for (let count = 0; count < 20; count++) {
    line.push(await execute(it.hub, { personaId: persona.id, prompt: "secret-of-the-line" }));
  }
  await ask(it.hub, "DELETE", `/api/personas/${persona.id}`);
  for (const id of [first, ...line]) {
    expect(await awaitExecution(it.hub, id)).toMatchObject({ status: "cancelled" });
  }
  expect(it.api.find("secret-of-the-line")).toHaveLength(0);
  const rerun = await send(it.hub, "POST", `/api/executions/${first}/rerun`);
  expect(rerun).toMatchObject({ status: 409, json: { code: "conflict" } });
});

test("a turn that is cut off is paid for: what the provider counted stands in the execution", async () => {
  const usage = { input_tokens: 700 };
  const persona = await createModelPersona(it.hub, it.api, [{ ...endless, usage }]);
  const id = await execute(it.hub, { personaId: persona.id, prompt: "x" });
  await awaitExecution(it.hub, id, ({ output }) => output.join("").includes("tick"));
  await ask(it.hub, "POST", `/api/executions/${id}/cancel`);
  const ended = await awaitExecution(it.hub, id);
  expect(ended).toMatchObject({ status: "cancelled", inputTokens: 700 });
  expect(ended.costUsd).toBeGreaterThan(0);
});

test("a provider that asks for more patience than the persona has is not waited for; its words stay", async () => {
  const busy = {
    kind: "error" as const,
    status: 429,
    type: "rate_limit_error",
    message: "Too many of you today",
    headers: { "retry-after": "3600" },
  };
  const persona = await createModelPersona(it.hub, it.api, [busy], { timeoutMs: 5_000 });
  const id = await execute(it.hub, { personaId: persona.id, prompt: "x" });
  const ended = await awaitExecution(it.hub, id);
  expect(ended).toMatchObject({
    status: "failed",
    errorMessage: expect.stringContaining("Too many of you today"),
  });
  expect(it.api.find(persona.name)).toHaveLength(1);
});

test("a profile's own token calls the model in place of the hub's key, and is never shown", async () => {
  const token = `${it.api.key}-of-the-persona`;
  const persona = await createModelPersona(it.hub, it.api, [{ kind: "text", text: "Yes." }], {
    modelProfile: JSON.stringify({ model: "claude-haiku-5-5", authToken: token }),
  });
  const id = await execute(it.hub, { personaId: persona.id, prompt: "x" });
  expect(await awaitExecution(it.hub, id)).toMatchObject({ status: "completed" });
  expect(JSON.stringify(it.api.find(persona.name)[0]?.headers)).toContain(token);
  expect(JSON.stringify(await ask(it.hub, "GET", `/api/personas/${persona.id}`))).not.toContain(token);
});
