import { messageWritten } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { db } from "@/server/db";
import { flushOutbox, outboxRow } from "@/server/outbox/service";

export type NewMessage = {
  /** The same key is told once. */
  key: string;
  /** Null for what the hub itself says. */
  personaId: string | null;
  personaName: string;
  executionId?: string | null | undefined;
  title?: string | null | undefined;
  content: string;
  contentType?: "info" | "warning" | "error" | "success" | undefined;
  priority?: "low" | "normal" | "high" | "urgent" | undefined;
  metadata?: Record<string, unknown> | undefined;
};

/** Puts a message into the inbox, once, and has it delivered to the channels that want it. Returns its id. */
export async function writeMessage({ metadata, ...message }: NewMessage): Promise<string> {
  const id = createId("personaMessage");
  const row = outboxRow(messageWritten.create({ messageId: id }));
  const made = await db.$transaction(async (tx) => {
    const data = { id, ...message, metadata: metadata ? JSON.stringify(metadata) : null };
    const { count } = await tx.personaMessage.createMany({ data: [data], skipDuplicates: true });
    if (count > 0) await tx.outbox.create({ data: row });
    return count > 0;
  });
  if (made) {
    await flushOutbox([row]);
    return id;
  }
  return (await db.personaMessage.findUniqueOrThrow({ where: { key: message.key } })).id;
}
