import { deliveryCreated } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { db } from "@/server/db";
import { readPersonaIds } from "@/server/messages/channels";
import type { Priority } from "@/server/messages/schema";
import { toMessage } from "@/server/messages/to-output";
import { isWanted } from "@/server/messages/wants";
import { flushOutbox, type OutboxRow, outboxRow } from "@/server/outbox/service";

/**
 * Makes a delivery to every channel that wants the message, with the fact that it stands ready, in one statement.
 * A message has one delivery a channel, so that a second call makes none. Returns how many were made; none when the
 * message is gone.
 */
export async function deliverMessage(messageId: string): Promise<number> {
  const row = await db.personaMessage.findUnique({ where: { id: messageId } });
  if (!row) return 0;
  const message = toMessage(row);
  const channels = await db.messageChannel.findMany({ where: { enabled: true } });
  const drafts = channels
    .filter((channel) =>
      isWanted(
        { ...channel, minPriority: channel.minPriority as Priority, personaIds: readPersonaIds(channel) },
        message,
      ),
    )
    .map(({ id: channelId, channelType }) => {
      const id = createId("messageDelivery");
      const fact = outboxRow(deliveryCreated.create({ deliveryId: id, channelId }));
      return { id, channel_id: channelId, channel_type: channelType, outbox_id: fact.id, data: fact.data };
    });
  if (drafts.length === 0) return 0;
  const rows = await db.$queryRaw<OutboxRow[]>`
    WITH draft AS (
      SELECT d.* FROM json_to_recordset(${JSON.stringify(drafts)}::json)
        AS d(id text, channel_id text, channel_type text, outbox_id text, data text)
      JOIN message_channel c ON c.id = d.channel_id
    ), made AS (
      INSERT INTO message_delivery (id, message_id, channel_id, channel_type, next_attempt_at, updated_at)
      SELECT draft.id, m.id, channel_id, channel_type, now(), now() FROM draft, persona_message m WHERE m.id = ${messageId}
      ON CONFLICT (message_id, channel_id) DO NOTHING
      RETURNING id
    )
    INSERT INTO outbox (id, name, data) SELECT outbox_id, ${deliveryCreated.name}, data FROM draft JOIN made USING (id)
    RETURNING id, name, data`;
  await flushOutbox(rows);
  return rows.length;
}
