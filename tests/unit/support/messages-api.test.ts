import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MessagesApi, startMessagesApi } from "@/tests/support/messages-api";

describe("the stand-in for the Messages API, driven through the real SDK", () => {
  let api: MessagesApi;
  let client: Anthropic;
  beforeAll(async () => {
    api = await startMessagesApi();
    client = new Anthropic({ apiKey: api.key, baseURL: api.url, maxRetries: 0, logLevel: "off" });
  });
  afterAll(() => api.stop());

  const ask = (text: string) => ({
    model: "claude-sonnet-5-5",
    max_tokens: 100,
    messages: [{ role: "user" as const, content: text }],
  });

  test("streams a scripted text with its usage", async () => {
    api.script("sing", {
      kind: "text",
      text: "la la la",
      chunkCharacters: 3,
      usage: {
        input_tokens: 7,
        output_tokens: 3,
        cache_read_input_tokens: 11,
        cache_creation: { ephemeral_5m_input_tokens: 13, ephemeral_1h_input_tokens: 17 },
      },
    });
    const pieces: string[] = [];
    const stream = client.messages.stream(ask("please sing")).on("text", (text) => pieces.push(text));
    const message = await stream.finalMessage();
    expect(pieces).toEqual(["la ", "la ", "la"]);
    expect(message.content).toMatchObject([{ type: "text", text: "la la la" }]);
    expect(message.stop_reason).toBe("end_turn");
    expect(message.usage).toMatchObject({
      input_tokens: 7,
      output_tokens: 3,
      cache_read_input_tokens: 11,
      cache_creation_input_tokens: 30,
      cache_creation: { ephemeral_5m_input_tokens: 13, ephemeral_1h_input_tokens: 17 },
    });
    expect(api.find("please sing")).toMatchObject([{ outcome: "answered", path: "/v1/messages" }]);
  });

  test("answers whole when not asked to stream", async () => {
    const message = await client.messages.create(ask("plainly"));
    expect(message.content).toMatchObject([{ text: "Hello from the stand-in." }]);
  });

  test("gives scripted answers in order and repeats the last", async () => {
    api.script("twice", { kind: "text", text: "one" }, { kind: "text", text: "two" });
    const said: string[] = [];
    for (let count = 0; count < 3; count++) {
      const message = await client.messages.create(ask("twice"));
      said.push(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
    }
    expect(said).toEqual(["one", "two", "two"]);
  });

  test("refuses by status, in the API's words and with its headers", async () => {
    api.script("too often", {
      kind: "error",
      status: 429,
      type: "rate_limit_error",
      message: "Slow down.",
      headers: { "retry-after": "2" },
    });
    const failure = await client.messages.create(ask("too often")).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Anthropic.RateLimitError);
    expect(failure).toMatchObject({ status: 429, type: "rate_limit_error", apiMessage: "Slow down." });
    expect((failure as { headers: Headers }).headers.get("retry-after")).toBe("2");
    expect(api.find("too often")).toMatchObject([{ outcome: "refused" }]);
  });

  test.each([
    ["cut" as const, "cut"],
    [{ type: "overloaded_error", message: "Overloaded" }, "answered"],
  ])("breaks a stream off: %j", async (ending, outcome) => {
    const text = `break ${JSON.stringify(ending)}`;
    api.script(text, { kind: "text", text: "half of it", ending });
    await expect(client.messages.stream(ask(text)).finalMessage()).rejects.toThrow();
    await expect.poll(() => api.find(text)[0]?.outcome).toBe(outcome);
  });

  test.each([{ kind: "hang" as const }, { kind: "text" as const, text: "…", ending: "hang" as const }])(
    "hangs until the client goes, and notes when: %j",
    async (answer) => {
      const text = `hang ${answer.kind}`;
      api.script(text, answer);
      const stream = client.messages.stream(ask(text));
      const failed = stream.finalMessage().catch((error: unknown) => error);
      await expect.poll(() => api.find(text).length).toBe(1);
      expect(api.find(text)[0]?.outcome).toBe("open");
      stream.abort();
      await failed;
      await expect.poll(() => api.find(text)[0]?.outcome).toBe("aborted");
      expect(api.find(text)[0]?.endedAt).toBeGreaterThan(0);
    },
  );

  test("lists models for a valid key and refuses others", async () => {
    expect((await client.models.list()).data).toHaveLength(1);
    const stranger = new Anthropic({ apiKey: "somebody-else", baseURL: api.url, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toThrow(Anthropic.AuthenticationError);
    await expect(stranger.messages.create(ask("hi"))).rejects.toThrow(Anthropic.AuthenticationError);
  });

  test.each([
    ["a withdrawn setting", { temperature: 1 }, /temperature/],
    ["an empty system text", { system: [{ type: "text" as const, text: "" }] }, /non-empty/],
    ["no messages", { messages: [] }, /at least one message/],
  ])("refuses %s as the API does", async (_name, extra, words) => {
    await expect(client.messages.create({ ...ask("x"), ...extra } as never)).rejects.toThrow(words);
  });
});
