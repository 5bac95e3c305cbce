import { expect, test } from "vitest";
import { readStreamLine } from "@/scripts/worker/stream-json";

const line = (value: unknown) => readStreamLine(JSON.stringify(value));
const usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
};

test.each<[string, unknown, unknown]>([
  [
    "the start",
    { type: "system", subtype: "init", session_id: "s1", model: "claude-sonnet-5-5", tools: [] },
    [{ kind: "started", sessionId: "s1", model: "claude-sonnet-5-5" }],
  ],
  ["another word of the system", { type: "system", subtype: "compact_boundary" }, []],
  [
    "what is said, thought and used, in order",
    {
      type: "assistant",
      message: {
        content: [
          { type: "thinking", thinking: "hm" },
          { type: "text", text: "Hello" },
          { type: "tool_use", id: "t1", name: "Bash", input: { command: "ls" } },
          { type: "from_the_future" },
        ],
      },
    },
    [
      { kind: "thinking" },
      { kind: "text", text: "Hello" },
      { kind: "tool", id: "t1", name: "Bash", input: { command: "ls" } },
    ],
  ],
  [
    "what a message used so far, ahead of what it says",
    {
      type: "assistant",
      message: {
        id: "msg_1",
        model: "claude-sonnet-5-5",
        usage: {
          input_tokens: 3,
          output_tokens: 7,
          cache_read_input_tokens: 11,
          cache_creation_input_tokens: 30,
          cache_creation: { ephemeral_1h_input_tokens: 20 },
        },
        content: [{ type: "text", text: "Hello" }],
      },
    },
    [
      {
        kind: "usage",
        messageId: "msg_1",
        model: "claude-sonnet-5-5",
        usage: {
          inputTokens: 3,
          outputTokens: 7,
          cacheReadTokens: 11,
          cacheWrite5mTokens: 10,
          cacheWrite1hTokens: 20,
        },
      },
      { kind: "text", text: "Hello" },
    ],
  ],
  [
    "a tool's result",
    { type: "user", message: { content: [{ type: "tool_result", tool_use_id: "t1", is_error: true }] } },
    [{ kind: "tool_result", id: "t1", isError: true, text: "" }],
  ],
  [
    "results in words, in blocks, and of something else",
    {
      type: "user",
      message: {
        content: [
          { type: "tool_result", tool_use_id: "t1", content: "plain" },
          {
            type: "tool_result",
            tool_use_id: "t2",
            content: [{ type: "text", text: "one" }, { type: "image", source: {} }, 3],
          },
          { type: "tool_result", content: { of: "its own" } },
        ],
      },
    },
    [
      { kind: "tool_result", id: "t1", isError: false, text: "plain" },
      { kind: "tool_result", id: "t2", isError: false, text: "one\n[image]\n[something]" },
      { kind: "tool_result", id: "", isError: false, text: '{"of":"its own"}' },
    ],
  ],
  [
    "the result, with its counters",
    {
      type: "result",
      subtype: "success",
      is_error: false,
      result: "Done.",
      session_id: "s1",
      num_turns: 3,
      total_cost_usd: 0.0125,
      usage: {
        input_tokens: 100,
        output_tokens: 20,
        cache_read_input_tokens: 50,
        cache_creation_input_tokens: 30,
        cache_creation: { ephemeral_1h_input_tokens: 20, ephemeral_5m_input_tokens: 10 },
      },
    },
    [
      {
        kind: "result",
        isError: false,
        subtype: "success",
        text: "Done.",
        sessionId: "s1",
        costUsd: 0.0125,
        turnCount: 3,
        usage: {
          inputTokens: 100,
          outputTokens: 20,
          cacheReadTokens: 50,
          cacheWrite5mTokens: 10,
          cacheWrite1hTokens: 20,
        },
      },
    ],
  ],
  [
    "a result that lacks everything",
    { type: "result", subtype: "error_max_turns", is_error: true, total_cost_usd: "much" },
    [
      {
        kind: "result",
        isError: true,
        subtype: "error_max_turns",
        text: "",
        sessionId: null,
        costUsd: 0,
        turnCount: 0,
        usage,
      },
    ],
  ],
  ["a type it does not know", { type: "stream_event", event: {} }, []],
])("reads %s", (_name, value, expected) => {
  expect(line(value)).toEqual(expected);
});

test.each(["Warning: an old version", "{ not json", "[1]", "null"])("%s is none of the stream", (text) => {
  expect(readStreamLine(text)).toEqual([{ kind: "other", text }]);
});

test("an empty line says nothing", () => {
  expect(readStreamLine("  ")).toEqual([]);
});
