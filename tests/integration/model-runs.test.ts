import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExecutionDetail } from "@/server/executions/schema";
import { publishAndMatch } from "@/tests/factories/event";
import { createModelPersona, execute } from "@/tests/factories/execution";
import { uniqueWord } from "@/tests/factories/persona";
import { type ModelHub, startModelHub } from "@/tests/support/model-hub";
import { query } from "@/tests/support/query";
import { listPieces, readStream } from "@/tests/support/read-stream";
import { awaitExecution, awaitExecutionsOf } from "@/tests/support/settle";

let it: ModelHub;
beforeAll(async () => {
  it = await startModelHub();
});
afterAll(() => it?.stop());

const usage = {
  input_tokens: 1_000,
  output_tokens: 200,
  cache_read_input_tokens: 3_000,
  cache_creation: { ephemeral_5m_input_tokens: 400, ephemeral_1h_input_tokens: 50 },
};

/** Where the cached prefix of a conversation ends. */
const cached = { type: "ephemeral" };

describe("a run by a model", () => {
  test("from an event: the assembled prompt goes out, the answer, tokens and cost come in", async () => {
    const { hub, api } = it;
    const persona = await createModelPersona(hub, api, [{ kind: "text", text: "All good.", usage }], {
      modelProfile: JSON.stringify({ model: "claude-opus-5-5", maxTokens: 321 }),
    });
    const event = await publishAndMatch(hub, {
      eventType: uniqueWord("type"),
      targetPersonaId: persona.id,
      payload: '{"a":1}',
    });
    const [made] = await awaitExecutionsOf(hub, event.id);
    const ended = await awaitExecution(hub, made?.id ?? "");
    expect(ended).toMatchObject({
      status: "completed",
      outputData: "All good.",
      output: ["All good."],
      modelUsed: "claude-opus-5-5",
      inputTokens: 1_000,
      outputTokens: 200,
      cacheReadTokens: 3_000,
      cacheWrite5mTokens: 400,
      cacheWrite1hTokens: 50,
      errorMessage: null,
      sessionId: expect.stringMatching(/^msg_/),
    });
    const dollars = (1_000 * 4 + 200 * 20 + 3_000 * 0.2 + 400 * 5 + 50 * 8) / 1e6;
    expect(ended.costUsd).toBeCloseTo(dollars, 12);
    expect(ended.totalCostUsd).toBeCloseTo(dollars, 12);
    expect(ended.turns).toMatchObject([
      {
        turn: 1,
        attempt: 0,
        model: "claude-opus-5-5",
        inputTokens: 1_000,
        outputTokens: 200,
        costUsd: ended.costUsd,
      },
    ]);
    const asked = api.find(persona.name);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).toMatchObject({
      model: "claude-opus-5-5",
      max_tokens: 321,
      stream: true,
      system: [{ type: "text", text: ended.prompt?.system, cache_control: { type: "ephemeral" } }],
      messages: [
        { role: "user", content: [{ type: "text", text: ended.prompt?.user, cache_control: cached }] },
      ],
    });
    const turns = await query(
      hub,
      "SELECT model, input_tokens, cost_usd, stop_reason FROM execution_turn WHERE execution_id = $1",
      [ended.id],
    );
    expect(turns).toEqual([
      { model: "claude-opus-5-5", input_tokens: 1_000, cost_usd: dollars, stop_reason: "end_turn" },
    ]);
  });

  test("without a persona: the raw prompt goes out alone", async () => {
    const prompt = `${uniqueWord("Raw")}: what is the time?`;
    const ended = await awaitExecution(it.hub, await execute(it.hub, { prompt }));
    expect(ended).toMatchObject({ status: "completed", personaId: "manual", modelUsed: "claude-sonnet-5-5" });
    const [asked] = it.api.find(prompt);
    const content = [{ type: "text", text: prompt, cache_control: cached }];
    expect(asked?.body).toMatchObject({ messages: [{ role: "user", content }] });
    expect(asked?.body).not.toHaveProperty("system");
  });

  test("that stops at its limit says so", async () => {
    const persona = await createModelPersona(
      it.hub,
      it.api,
      [{ kind: "text", text: "Half", stopReason: "max_tokens" }],
      {
        modelProfile: JSON.stringify({ maxTokens: 5 }),
      },
    );
    const ended = await awaitExecution(it.hub, await execute(it.hub, { personaId: persona.id, prompt: "x" }));
    expect(ended).toMatchObject({ status: "completed", outputData: "Half" });
    expect(ended.output.join("\n")).toContain("cut at 5 tokens");
  });

  test("keeps text that no database takes as far as it can", async () => {
    const persona = await createModelPersona(it.hub, it.api, [{ kind: "text", text: "a\u0000b" }]);
    const ended = await awaitExecution(it.hub, await execute(it.hub, { personaId: persona.id, prompt: "x" }));
    expect(ended).toMatchObject({ status: "completed", outputData: "ab", output: ["ab"] });
  });
});

describe("the stream of a run", () => {
  const text = Array.from({ length: 40 }, (_, index) => `word ${index}`).join("\n");
  const slow = { kind: "text", text, chunkCharacters: 12, chunkDelayMs: 40 } as const;
  const start = async () => {
    const persona = await createModelPersona(it.hub, it.api, [slow]);
    return execute(it.hub, { personaId: persona.id, prompt: "x" });
  };
  const say = (pieces: { text: string }[]) => pieces.map((piece) => piece.text).join("");

  test("arrives while the model speaks, and ends with the bill", async () => {
    const id = await start();
    const messages = await readStream(it.hub, id);
    const pieces = listPieces(messages);
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.map(({ seq }) => seq)).toEqual(pieces.map((_, index) => index + 1));
    expect(say(pieces)).toBe(text);
    expect(messages.at(-1)).toMatchObject({
      event: "complete",
      data: { status: "completed", outputTokens: expect.any(Number), totalCostUsd: expect.any(Number) },
    });
  });

  test.each([
    ["Last-Event-ID", (seq: number) => ({ headers: { "Last-Event-ID": String(seq) } })],
    ["?after=", (seq: number) => ({ query: `?after=${seq}` })],
  ])("goes on by %s after a lost connection, without gap or double", async (_name, resume) => {
    const id = await start();
    const pieces: ReturnType<typeof listPieces> = [];
    for (let connection = 0; connection < 4; connection++) {
      const isLast = connection === 3;
      const seen = pieces.at(-1)?.seq ?? 0;
      const until = (messages: Parameters<typeof listPieces>[0]) =>
        !isLast && listPieces(messages).length >= 3;
      pieces.push(...listPieces(await readStream(it.hub, id, { ...resume(seen), until })));
    }
    expect(pieces.map(({ seq }) => seq)).toEqual(pieces.map((_, index) => index + 1));
    expect(say(pieces)).toBe(text);
  });

  test("is the same for ten readers at once", async () => {
    const id = await start();
    const all = await Promise.all(Array.from({ length: 10 }, () => readStream(it.hub, id)));
    for (const messages of all) expect(say(listPieces(messages))).toBe(text);
  });

  test("the detail shows what was said so far, and its place", async () => {
    const id = await start();
    const live = await awaitExecution(it.hub, id, ({ totalOutputLines }) => totalOutputLines > 3);
    expect(live).toMatchObject({ status: "running", source: "live", progress: { stage: "generating" } });
    expect(text.startsWith(live.output.join("\n"))).toBe(true);
    const ended: ExecutionDetail = await awaitExecution(it.hub, id);
    expect(ended.output.join("\n")).toBe(text);
    const tail = await awaitExecution(it.hub, id);
    expect(tail).toMatchObject({ source: "db", progress: null });
  });
});
