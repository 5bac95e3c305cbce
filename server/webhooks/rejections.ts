import { createId, idPattern } from "@/lib/ids";
import { db } from "@/server/db";
import { logger } from "@/server/logger";
import { keepHeaders } from "@/server/webhooks/delivery";
import type { KeptBody } from "@/server/webhooks/kept-body";
import type { RefusalReason } from "@/server/webhooks/schema";
import { mayKeepBytes, mayStore } from "@/server/webhooks/store-limit";

export type Rejection = {
  provider: string;
  personaId: string | null;
  reason: RefusalReason;
  message: string;
  headers: Headers;
  body: KeptBody;
};

/** How long counts of what was not kept are gathered, in milliseconds. */
const gatherMs = 1_000;
const lastKept = new Map<string, string>();
const uncounted = new Map<string, number>();

/**
 * Keeps a rejected delivery: reason, allow-listed headers and the beginning of its body, since nobody vouches for it.
 * Beyond a minute's or a day's share of rows it is only counted, as a repeat of the last one kept; beyond a
 * day's share of bytes its row goes without the body.
 */
export async function recordRejection(rejection: Rejection): Promise<void> {
  const { provider, personaId, reason, message, headers, body } = rejection;
  if (!mayStore(provider)) return countOnly(provider);
  const id = createId("delivery");
  await db.delivery.create({
    data: {
      id,
      provider,
      personaId: personaId !== null && idPattern.test(personaId) ? personaId : null,
      status: "rejected",
      reason,
      message,
      headers: JSON.stringify(keepHeaders(headers)),
      body: mayKeepBytes(provider, Buffer.byteLength(body.text)) ? body.text : "",
      bodySha256: body.sha256,
      bodyBytes: Math.min(body.bytes, 2_147_483_647),
    },
  });
  lastKept.set(provider, id);
}

function countOnly(provider: string): void {
  if (uncounted.size === 0) setTimeout(() => void writeCounts(), gatherMs).unref();
  uncounted.set(provider, (uncounted.get(provider) ?? 0) + 1);
}

async function writeCounts(): Promise<void> {
  const counts = [...uncounted];
  uncounted.clear();
  for (const [provider, count] of counts) {
    const id = lastKept.get(provider);
    if (id === undefined) continue;
    await db.delivery
      .updateMany({
        where: { id },
        data: { repeatCount: { increment: count }, lastRepeatAt: new Date() },
      })
      .catch((error: unknown) =>
        logger.warn({ err: error, provider, count }, "Rejections were not counted."),
      );
  }
}
