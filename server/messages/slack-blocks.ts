import { boundText } from "@/server/bound-text";
import type { Outgoing } from "@/server/messages/outgoing";

/** Slack's limits (its reference of block kit). */
const longestHeader = 150;
const longestSection = 3_000;
const mostSections = 4;

/**
 * What a Slack incoming webhook takes: the text that notifications show, and blocks with title, content, where it
 * comes from and links. Nothing in the message can mention anybody or pose as a link: it is escaped first.
 */
export function toSlackPayload(message: Outgoing): Record<string, unknown> {
  const { title, personaName, priority } = message;
  const urgency = priority === "urgent" || priority === "high" ? `${priority}: ` : "";
  return {
    text: escapeSlack(`${urgency}${title} (${personaName})`),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      {
        type: "header",
        text: { type: "plain_text", text: boundText(`${urgency}${title}`, longestHeader), emoji: false },
      },
      ...splitText(toMrkdwn(message.content)).map((text) => ({
        type: "section",
        text: { type: "mrkdwn", text, verbatim: true },
      })),
      { type: "actions", elements: listLinks(message) },
      {
        type: "context",
        elements: [{ type: "mrkdwn", verbatim: true, text: escapeSlack(`${personaName} · ${priority}`) }],
      },
    ],
  };
}

/** The three characters by which Slack tells mentions, channels and links from text. */
export function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Markdown as Slack's mrkdwn, as far as the two go together: bold, headings, lists and links. */
export function toMrkdwn(markdown: string): string {
  return escapeSlack(markdown)
    .replace(/^#{1,6}\s+(.+?)\s*#*$/gm, (_all, heading: string) => `*${heading.replaceAll("*", "")}*`)
    .replace(/\*\*([^*\n]+)\*\*/g, "*$1*")
    .replace(/^(\s*)[-*]\s+/gm, "$1• ")
    .replace(
      /\[([^\]\n]+)\]\((https?:\/\/[^\s)|]+)\)/g,
      (_all, words: string, url: string) => `<${url}|${words.replaceAll("|", "¦")}>`,
    );
}

function splitText(text: string): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > longestSection && parts.length < mostSections - 1) {
    const line = rest.lastIndexOf("\n", longestSection);
    const end = line > longestSection / 2 ? line : longestSection;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return rest === "" ? parts : [...parts, boundText(rest, longestSection)];
}

function listLinks({ url, executionUrl, reviewUrl, approveUrl, rejectUrl }: Outgoing) {
  const link = (id: string, words: string, to: string | null, style?: "primary" | "danger") =>
    to === null
      ? []
      : [
          {
            type: "button",
            action_id: id,
            url: to,
            text: { type: "plain_text", text: words, emoji: false },
            ...(style ? { style } : {}),
          },
        ];
  return [
    ...link("approve", "Approve", approveUrl, "primary"),
    ...link("reject", "Reject", rejectUrl, "danger"),
    ...link("review", "Open review", reviewUrl),
    ...link("message", "Open message", reviewUrl === null ? url : null),
    ...link("execution", "Open execution", executionUrl),
  ];
}
