import { describe, expect, test } from "vitest";
import type { Outgoing } from "@/server/messages/outgoing";
import { escapeSlack, toMrkdwn, toSlackPayload } from "@/server/messages/slack-blocks";

const message: Outgoing = {
  id: "mdl_1",
  messageId: "pms_1",
  personaId: "per_1",
  personaName: "Scribe",
  executionId: "exe_1",
  title: "Release",
  content: "Done.",
  contentType: "info",
  priority: "normal",
  reviewId: null,
  createdAt: "2026-11-26T00:00:00.000Z",
  url: "https://hub.test/messages/pms_1",
  executionUrl: "https://hub.test/executions/exe_1",
  reviewUrl: null,
  approveUrl: null,
  rejectUrl: null,
};
type Block = { type: string; text?: { text: string }; elements?: { url?: string; text: { text: string } }[] };
const blocksOf = (part: Partial<Outgoing>) => toSlackPayload({ ...message, ...part }).blocks as Block[];
const buttonsOf = (part: Partial<Outgoing>) =>
  blocksOf(part)
    .find(({ type }) => type === "actions")
    ?.elements?.map(({ text, url }) => [text.text, url]);

describe("escaping", () => {
  test.each([
    ["<!channel> come", "&lt;!channel&gt; come"],
    ["<@U123> & <#C1|x>", "&lt;@U123&gt; &amp; &lt;#C1|x&gt;"],
    ["<https://evil.test|Approve>", "&lt;https://evil.test|Approve&gt;"],
    ["&lt;!here&gt;", "&amp;lt;!here&amp;gt;"],
    ["plain 1 > 0", "plain 1 &gt; 0"],
  ])("%s", (text, escaped) => {
    expect(escapeSlack(text)).toBe(escaped);
  });
});

describe("Markdown", () => {
  test.each([
    ["# Heading **big** #", "*Heading big*"],
    ["**bold** text", "*bold* text"],
    ["- one\n  * two", "• one\n  • two"],
    ["[docs](https://a.test/x?a=1&b=2)", "<https://a.test/x?a=1&amp;b=2|docs>"],
    ["[a|b](https://a.test)", "<https://a.test|a¦b>"],
    ["[x](javascript:alert(1))", "[x](javascript:alert(1))"],
    ["[x](https://a.test|<!channel>)", "[x](https://a.test|&lt;!channel&gt;)"],
    ["`a < b`", "`a &lt; b`"],
  ])("%s", (markdown, mrkdwn) => {
    expect(toMrkdwn(markdown)).toBe(mrkdwn);
  });
});

describe("the payload", () => {
  test("names title, persona and priority, and mentions nobody", () => {
    const payload = toSlackPayload({
      ...message,
      priority: "urgent",
      title: "<!here> Fire",
      personaName: "<!everyone>",
      content: "<!channel>",
    });
    expect(payload).toMatchObject({
      text: "urgent: &lt;!here&gt; Fire (&lt;!everyone&gt;)",
      unfurl_links: false,
      blocks: [
        { type: "header", text: { type: "plain_text", text: "urgent: <!here> Fire" } },
        { type: "section", text: { type: "mrkdwn", text: "&lt;!channel&gt;" } },
        { type: "actions" },
        { type: "context" },
      ],
    });
  });

  test("links to message and execution", () => {
    expect(buttonsOf({})).toEqual([
      ["Open message", message.url],
      ["Open execution", message.executionUrl],
    ]);
  });

  test("answers a review by its links", () => {
    const links = {
      reviewUrl: "https://hub.test/r",
      approveUrl: "https://hub.test/a",
      rejectUrl: "https://hub.test/n",
    };
    expect(buttonsOf({ ...links, executionUrl: null })).toEqual([
      ["Approve", links.approveUrl],
      ["Reject", links.rejectUrl],
      ["Open review", links.reviewUrl],
    ]);
  });

  test("keeps to Slack's limits", () => {
    const blocks = blocksOf({ title: "t".repeat(500), content: `${"line\n".repeat(5_000)}` });
    expect(blocks[0]?.text?.text).toHaveLength(150);
    const sections = blocks.filter(({ type }) => type === "section").map(({ text }) => text?.text ?? "");
    expect(sections).toHaveLength(4);
    for (const text of sections) expect(text.length).toBeLessThanOrEqual(3_000);
    expect(sections.at(-1)).toMatch(/…$/);
  });
});
