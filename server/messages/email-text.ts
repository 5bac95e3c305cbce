import type { Outgoing } from "@/server/messages/outgoing";

const longestSubject = 200;

/** Subject and text of a message's e-mail: its Markdown as it is, then the links. */
export function toEmail(message: Outgoing): { subject: string; text: string } {
  const { title, content, personaName, priority } = message;
  const urgency = priority === "urgent" || priority === "high" ? `[${priority}] ` : "";
  const subject = `${urgency}${title} – ${personaName}`.replace(/\s+/g, " ").slice(0, longestSubject);
  const links = [
    ["Approve", message.approveUrl],
    ["Reject", message.rejectUrl],
    ["Review", message.reviewUrl],
    ["Message", message.url],
    ["Execution", message.executionUrl],
  ].flatMap(([words, url]) => (url ? [`${words}: ${url}`] : []));
  return { subject: subject.toWellFormed(), text: `${content.trim()}\n\n--\n${links.join("\n")}\n` };
}
