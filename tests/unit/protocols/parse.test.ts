import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkPayload, protocolKeys } from "@/server/protocols/keys";
import { findProtocols } from "@/server/protocols/parse";

const message = { user_message: { content: 'Hi {there}, "you"' } };

describe("protocols in text", () => {
  test.each<[string, string, unknown[]]>([
    ["nothing", "no braces, no protocol", []],
    ["other objects", '{"a": {"b": 1}} and {"user": "message"}', []],
    ["a line of its own", `Before.\n${JSON.stringify(message)}\nAfter.`, [message.user_message]],
    ["within prose", `I say ${JSON.stringify(message)} and go.`, [message.user_message]],
    ["over several lines", JSON.stringify(message, null, 2), [message.user_message]],
    ["beside other keys", JSON.stringify({ ...message, note: "x" }), [message.user_message]],
    [
      "two in a row",
      `${JSON.stringify(message)}${JSON.stringify(message)}`,
      [message.user_message, message.user_message],
    ],
    ["after a brace that never closes", `if (x) { then\n${JSON.stringify(message)}`, [message.user_message]],
    ["after a quote in prose", `5" of { rain\n${JSON.stringify(message)}`, [message.user_message]],
  ])("%s", (_name, text, payloads) => {
    expect(findProtocols(text).map(({ payload }) => payload)).toEqual(payloads);
    expect(findProtocols(text).every(({ problem }) => problem === null)).toBe(true);
  });

  test.each([
    ["cut off", '{"user_message": {"content": "half of'],
    ["not JSON", '{"user_message": {content: "x"}}'],
    ["with a comma too many", '{"emit_event": {"type": "a",}}'],
  ])("%s is reported once, and what follows is still found", (_name, broken) => {
    const found = findProtocols(`${broken}\n${JSON.stringify({ emit_event: { type: "b" } })}`);
    expect(found.map(({ problem }) => problem)).toEqual(["is not valid JSON", null]);
    expect(found[1]?.payload).toEqual({ type: "b" });
  });

  test("two protocols in one object are one problem", () => {
    const [found] = findProtocols(JSON.stringify({ ...message, emit_event: { type: "b" } }));
    expect(found?.problem).toContain("holds 2 protocols (user_message, emit_event)");
  });

  test("any payload is found again between any texts without braces", () => {
    const plain = fc.string().map((text) => text.replaceAll(/[{}]/g, ""));
    fc.assert(
      fc.property(
        plain,
        fc.constantFrom(...protocolKeys),
        fc.jsonValue(),
        plain,
        (before, key, payload, after) => {
          const text = `${before}\n${JSON.stringify({ [key]: payload })}\n${after}`;
          expect(findProtocols(text)).toEqual([
            { key, payload: JSON.parse(JSON.stringify(payload)), problem: null },
          ]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("text made to be slow is given up on", () => {
    const text = `"user_message"${"{".repeat(300_000)}`;
    const startedAt = process.cpuUsage().user;
    expect(findProtocols(text)).toEqual([]);
    // A walk to the end from each brace would take hours.
    expect(process.cpuUsage().user - startedAt).toBeLessThan(20_000_000);
  });
});

describe("a payload", () => {
  test.each([
    ["user_message", {}, "content"],
    ["user_message", { content: "x", priority: "soon" }, "priority"],
    ["persona_action", { action: "run" }, "target"],
    ["emit_event", { type: "has spaces" }, "type"],
    ["agent_memory", { title: "t" }, "content"],
    ["agent_memory", { title: "t", content: "c", importance: 11 }, "importance"],
    ["manual_review", { description: "d" }, "title"],
    ["outcome_assessment", { summary: "s" }, "accomplished"],
  ] as const)("of %s %j is refused at its field", (key, payload, path) => {
    expect(checkPayload(key, payload)).toMatch(new RegExp(`^${path}: `));
  });

  test.each([
    ["user_message", { content: "x" }],
    ["persona_action", { target: "per_1" }],
    ["emit_event", { type: "a" }],
    ["agent_memory", { title: "t", content: "c" }],
    ["manual_review", { title: "t" }],
    ["execution_flow", { flows: [] }],
    ["outcome_assessment", { accomplished: true, summary: "s" }],
  ] as const)("of %s needs no more than %j", (key, payload) => {
    expect(checkPayload(key, payload)).toBeNull();
  });
});
