import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { createId } from "@/lib/ids";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { createChannel } from "@/server/messages/channels";
import { deliverMessage } from "@/server/messages/deliver";
import type { ChannelOutput, channelCreate } from "@/server/messages/schema";
import { type NewMessage, writeMessage } from "@/server/messages/write";

/** A message written by the hub's own service in this process. Returns its id. */
export function tell(message: Partial<NewMessage> = {}): Promise<string> {
  return writeMessage({
    key: createId("personaMessage"),
    personaId: "per_scribe",
    personaName: "Scribe",
    content: "All is **well**.",
    ...message,
  });
}

/** A channel made by its service in this process; a signed webhook unless told otherwise. */
export function makeChannel(
  config: object,
  input: Partial<z.infer<typeof channelCreate>> = {},
): Promise<ChannelOutput> {
  return createChannel(systemActor, {
    name: "Alerts",
    channelType: "webhook",
    config: config as Record<string, unknown>,
    enabled: true,
    minPriority: "low",
    personaIds: null,
    tellsReviews: false,
    ...input,
  });
}

/** A secret in the form of Standard Webhooks. */
export function makeChannelSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`;
}

/** Tells, and has the channels that want it take it up. Returns the ids of message and deliveries. */
export async function tellChannels(
  message: Partial<NewMessage> = {},
): Promise<{ messageId: string; deliveryIds: string[] }> {
  const messageId = await tell(message);
  await deliverMessage(messageId);
  const rows = await db.messageDelivery.findMany({ where: { messageId }, orderBy: { createdAt: "asc" } });
  return { messageId, deliveryIds: rows.map(({ id }) => id) };
}
