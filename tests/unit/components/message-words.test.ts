import { expect, test } from "vitest";
import { nameMessage } from "@/components/messages/message-words";

test.each([
  ["Title", "text", "Title"],
  [null, "\n## **Done**\nmore", "Done"],
  [null, "- first\n- second", "first"],
  [null, "x".repeat(200), `${"x".repeat(120)}…`],
  [null, "> *quoted* `code`", "*quoted* code"],
  [null, "---\n\n", "Untitled"],
  ["", "", "Untitled"],
])("a message with the title %j and the text %j is called %j", (title, content, name) => {
  expect(nameMessage({ title, content })).toBe(name);
});
