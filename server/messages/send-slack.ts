import type { SlackConfig } from "@/server/messages/channel-config";
import type { Outgoing, Sent } from "@/server/messages/outgoing";
import { postJson } from "@/server/messages/post-json";
import { toSlackPayload } from "@/server/messages/slack-blocks";

/** Posts a message to a Slack incoming webhook, or to what speaks like one. Never throws. */
export function sendSlack({ url }: SlackConfig, message: Outgoing, timeoutMs?: number): Promise<Sent> {
  // Slack names no message here; its request id is what its support asks for.
  return postJson({ url, body: JSON.stringify(toSlackPayload(message)), timeoutMs }, ({ headers }) =>
    headers.get("x-slack-req-id"),
  );
}
