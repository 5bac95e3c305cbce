import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkAuth, streamTurn } from "@/server/claude";
import type { Usage } from "@/server/models";
import { type MessagesApi, startMessagesApi } from "@/tests/support/messages-api";
import type { Answer } from "@/tests/support/messages-api-answer";
import { makeEnvironment } from "@/tests/support/test-environment";

let api: MessagesApi;
beforeAll(async () => {
  api = await startMessagesApi();
  Object.assign(process.env, makeEnvironment(), { ANTHROPIC_BASE_URL: api.url });
});
afterAll(() => api.stop());

let count = 0;

/** One turn against the stand-in, which answers it with `answer`. */
async function ask(answer: Answer, changed: { apiKey?: string; signal?: AbortSignal; system?: string } = {}) {
  const question = `question ${count++}.`;
  api.script(question, answer);
  const said: string[] = [];
  const cut: Usage[] = [];
  const result = streamTurn({
    auth: { kind: "key", value: changed.apiKey ?? api.key },
    model: "claude-sonnet-5-5",
    maxTokens: 100,
    system: changed.system ?? "You answer.",
    messages: [{ role: "user", content: question }],
    signal: changed.signal ?? new AbortController().signal,
    idleTimeoutMs: 300,
    onText: (text) => said.push(text),
    onCut: (usage) => cut.push(usage),
  });
  const outcome = await result.catch((error: unknown) => error);
  return { outcome, cut, said: said.join(""), request: api.find(question)[0] };
}

const text = (extra: object): Answer => ({
  kind: "text",
  text: "half an answer",
  chunkCharacters: 4,
  ...extra,
});
const error = (status: number, type: string, headers = {}): Answer => ({
  kind: "error",
  status,
  type,
  message: "its own words",
  headers,
});

describe("streamTurn", () => {
  test("hands text on as it comes and returns content, stop reason and five counters", async () => {
    const usage = {
      input_tokens: 1,
      output_tokens: 2,
      cache_read_input_tokens: 3,
      cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 5 },
    };
    const { outcome, said } = await ask(text({ usage, stopReason: "max_tokens" }));
    expect(said).toBe("half an answer");
    expect(outcome).toMatchObject({
      model: "claude-sonnet-5-5",
      stopReason: "max_tokens",
      content: [{ type: "text", text: "half an answer" }],
      usage: {
        inputTokens: 1,
        outputTokens: 2,
        cacheReadTokens: 3,
        cacheWrite5mTokens: 4,
        cacheWrite1hTokens: 5,
      },
    });
  });

  test("sends the key as bearer and the system part with a cache breakpoint, or none when it is empty", async () => {
    const { request } = await ask(text({}));
    expect(request?.headers.authorization ?? request?.headers["x-api-key"]).toContain(api.key);
    expect(request?.body).toMatchObject({
      system: [{ text: "You answer.", cache_control: { type: "ephemeral" } }],
    });
    const bare = await ask(text({}), { system: "" });
    expect(bare.outcome).toMatchObject({ stopReason: "end_turn" });
    expect(bare.request?.body).not.toHaveProperty("system");
  });

  test.each<[string, Answer, object]>([
    [
      "429 with retry-after",
      error(429, "rate_limit_error", { "retry-after": "7" }),
      { status: 429, isRetryable: true, retryAfterMs: 7_000 },
    ],
    ["529", error(529, "overloaded_error"), { status: 529, isRetryable: true, retryAfterMs: null }],
    ["500", error(500, "api_error"), { status: 500, isRetryable: true }],
    [
      "503 with a date",
      error(503, "api_error", { "retry-after": new Date(Date.now() - 1_000).toUTCString() }),
      { isRetryable: true, retryAfterMs: null },
    ],
    ["400", error(400, "invalid_request_error"), { status: 400, isRetryable: false }],
    ["401", error(401, "authentication_error"), { status: 401, isRetryable: false }],
    ["403", error(403, "permission_error"), { status: 403, isRetryable: false }],
    ["404", error(404, "not_found_error"), { status: 404, isRetryable: false }],
    ["413", error(413, "request_too_large"), { status: 413, isRetryable: false }],
    [
      "an overload in the stream",
      text({ ending: { type: "overloaded_error", message: "its own words" } }),
      { status: null, isRetryable: true },
    ],
    [
      "a refusal in the stream",
      text({ ending: { type: "invalid_request_error", message: "its own words" } }),
      { status: null, isRetryable: false },
    ],
  ])("%s", async (_name, answer, expected) => {
    const { outcome } = await ask(answer);
    expect(outcome).toMatchObject({ name: "ModelError", ...expected });
    expect((outcome as Error).message).toContain("its own words");
  });

  test("a cut stream is worth another try; what was said had been handed on", async () => {
    const answer = text({ ending: "cut", chunkDelayMs: 5, usage: { input_tokens: 9 } });
    const { outcome, said, cut } = await ask(answer);
    expect(outcome).toMatchObject({ name: "ModelError", isRetryable: true });
    expect(said).toBe("half an answer");
    // What it said is counted at the end only, which did not come: a token for four of its 14 characters.
    expect(cut).toMatchObject([{ inputTokens: 9, outputTokens: 4 }]);
    expect((await ask(text({}))).cut).toEqual([]);
  });

  test.each<[string, Answer]>([
    ["before anything was said", { kind: "hang" }],
    ["in the middle", text({ ending: "hang" })],
  ])("a provider that hangs %s is given up on, and its request ended", async (_name, answer) => {
    const { outcome, request } = await ask(answer);
    expect(outcome).toMatchObject({
      name: "ModelError",
      isRetryable: true,
      message: "The provider sent nothing for 0.3 s.",
    });
    await expect.poll(() => request?.outcome).toBe("aborted");
  });

  test("an abort ends the provider's stream at once and throws its own reason", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 50);
    const { outcome, request } = await ask(text({ chunkDelayMs: 200 }), { signal: controller.signal });
    expect(outcome).toBe(reason);
    await expect.poll(() => request?.outcome).toBe("aborted");
  });

  test("an abort before the call asks nobody", async () => {
    const { outcome } = await ask(text({}), { signal: AbortSignal.abort(new Error("too late")) });
    expect(outcome).toMatchObject({ message: "too late" });
  });
});

describe("checkAuth", () => {
  test("takes a key the provider takes", async () => {
    await expect(checkAuth({ kind: "key", value: api.key })).resolves.toBeUndefined();
  });
  test("throws what the provider says of another", async () => {
    await expect(checkAuth({ kind: "key", value: "another-key" })).rejects.toMatchObject({
      status: 401,
      isRetryable: false,
      message: "401 · authentication_error · invalid x-api-key",
    });
  });
});
