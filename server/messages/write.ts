import { type HubEvent, messageWritten } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { boundText } from "@/server/bound-text";
import { db } from "@/server/db";
import { sealLinks } from "@/server/messages/answer-links";
import type { ContentType, Priority } from "@/server/messages/schema";
import { flushOutbox, outboxRow } from "@/server/outbox/service";

export type NewMessage = {
  /** The same key is told once. */
  key: string;
  /** Null for what the hub itself says. */
  personaId: string | null;
  personaName: string;
  executionId?: string | null | undefined;
  title?: string | null | undefined;
  /** Markdown. */
  content: string;
  contentType?: ContentType | undefined;
  priority?: Priority | undefined;
  /** `reviewId`, `approveUrl` and `rejectUrl` are told to channels that want reviews; the URLs are stored sealed and leave by no other door. */
  metadata?: Record<string, unknown> | undefined;
  /** A fact that goes out with it, as often as it does. */
  notice?: HubEvent | undefined;
};

const longestTitle = 200;
const longestContent = 50_000;

/**
 * Puts a message into the inbox, once, and has it delivered to the channels that want it: the message and the fact
 * are one statement. Title and content are cut at 200 and 50,000 characters. Returns its id, or that of the message
 * with the same key.
 */
export async function writeMessage(message: NewMessage): Promise<string> {
  const id = createId("personaMessage");
  const written = outboxRow(messageWritten.create({ messageId: id }));
  const facts = [written, ...(message.notice ? [outboxRow(message.notice)] : [])];
  const title = message.title ? boundText(message.title, longestTitle) : null;
  const metadata = message.metadata ? JSON.stringify(sealLinks(id, message.metadata)) : null;
  const made = await db.$queryRaw<unknown[]>`
    WITH made AS (
      INSERT INTO persona_message (id, key, persona_id, persona_name, execution_id, title, content, content_type, priority, metadata, updated_at)
      VALUES (${id}, ${message.key}, ${message.personaId}, ${boundText(message.personaName, longestTitle)},
              ${message.executionId ?? null}, ${title}, ${boundText(message.content, longestContent)},
              ${message.contentType ?? "info"}, ${message.priority ?? "normal"}, ${metadata}, now())
      ON CONFLICT (key) DO NOTHING RETURNING id
    )
    INSERT INTO outbox (id, name, data)
    SELECT f.id, f.name, f.data FROM made, json_to_recordset(${JSON.stringify(facts)}::json) AS f(id text, name text, data text)
    RETURNING id`;
  if (made.length > 0) {
    await flushOutbox(facts);
    return id;
  }
  const told = await db.personaMessage.findUniqueOrThrow({
    where: { key: message.key },
    select: { id: true },
  });
  return told.id;
}
