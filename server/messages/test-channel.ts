import { createId } from "@/lib/ids";
import { type Actor, requireScope } from "@/server/actor";
import { readChannel } from "@/server/messages/channels";
import { describeTest } from "@/server/messages/outgoing";
import type { ChannelTestOutput } from "@/server/messages/schema";
import { sendThrough } from "@/server/messages/send";

/**
 * Sends a message through a channel now, once, also when it is off, and says what happened. Throws not_found, and
 * unavailable when the hub lacks what the channel needs.
 */
export async function testChannel(actor: Actor, id: string): Promise<ChannelTestOutput> {
  requireScope(actor, "messages:write");
  const channel = await readChannel(id);
  const startedMs = performance.now();
  const sent = await sendThrough(
    channel,
    describeTest(createId("messageDelivery"), channel.name, Date.now()),
  );
  return {
    isDelivered: sent.isTaken,
    errorMessage: sent.reason || null,
    externalId: sent.externalId,
    durationMs: Math.round(performance.now() - startedMs),
  };
}
