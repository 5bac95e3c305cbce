import type { MessageChannel } from "@/prisma/generated/client";
import { AppError } from "@/server/errors";
import { redactKnown } from "@/server/known-secrets";
import { type ChannelConfig, listSecrets, openConfig } from "@/server/messages/channel-config";
import type { Outgoing, Sent } from "@/server/messages/outgoing";
import { sendEmail } from "@/server/messages/send-email";
import { sendSlack } from "@/server/messages/send-slack";
import { sendWebhook } from "@/server/messages/send-webhook";
import { createRedactor } from "@/server/redact";

const longestReason = 500;

/**
 * Sends a message through a channel, once. What went wrong is the answer, with nothing in it that is secret.
 * Throws unavailable when the hub lacks what the channel's type needs, and Error when its config cannot be opened.
 */
export async function sendThrough(
  channel: MessageChannel,
  message: Outgoing,
  timeoutMs?: number,
): Promise<Sent> {
  const config = openConfig(channel);
  const sent = await sendBy(config, message, timeoutMs);
  const { redact } = createRedactor(listSecrets(config));
  return { ...sent, reason: redactKnown(redact(sent.reason)).slice(0, longestReason) };
}

/** The same, with every failure as an answer: what cannot be sent as the hub is set up is not tried again. */
export async function trySending(
  channel: MessageChannel,
  message: Outgoing,
  timeoutMs?: number,
): Promise<Sent> {
  try {
    return await sendThrough(channel, message, timeoutMs);
  } catch (error) {
    const reason =
      error instanceof AppError ? error.message : "The channel's address cannot be opened. Enter it again.";
    return { isTaken: false, isFinal: true, reason, externalId: null, retryAfterMs: null };
  }
}

function sendBy(config: ChannelConfig, message: Outgoing, timeoutMs?: number): Promise<Sent> {
  if (config.type === "slack") return sendSlack(config, message, timeoutMs);
  if (config.type === "webhook") return sendWebhook(config, message, timeoutMs);
  return sendEmail(config, message);
}
