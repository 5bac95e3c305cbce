import { expect, test } from "vitest";
import { showResult } from "@/server/mcp-servers/show-result";

test.each([
  [
    "text",
    {
      content: [
        { type: "text" as const, text: "a" },
        { type: "text" as const, text: "b" },
      ],
    },
    "a\n\nb",
  ],
  ["nothing", { content: [] }, "(no output)"],
  ["structure alone", { content: [], structuredContent: { a: 1 } }, '{"a":1}'],
  [
    "structure beside its text",
    { content: [{ type: "text" as const, text: "one" }], structuredContent: { a: 1 } },
    "one",
  ],
  [
    "sound",
    { content: [{ type: "audio" as const, mimeType: "audio/wav", data: "AAAA" }] },
    "[audio/wav, 3 bytes]",
  ],
  [
    "resources",
    {
      content: [
        { type: "resource_link" as const, name: "Order", uri: "shop://1", description: "the first" },
        { type: "resource" as const, resource: { uri: "shop://2", text: "whole" } },
        { type: "resource" as const, resource: { uri: "shop://3", blob: "AAAA", mimeType: "image/gif" } },
      ],
    },
    "[Order](shop://1): the first\n\nwhole\n\n[image/gif at shop://3, 3 bytes]",
  ],
])("%s becomes text", (_what, result, expected) => {
  expect(showResult(result)).toEqual({ output: expected, isError: false });
});

test("a failure stays one", () => {
  expect(showResult({ content: [{ type: "text", text: "no" }], isError: true }).isError).toBe(true);
});
