import { createId } from "@/lib/ids";
import { Prisma } from "@/prisma/generated/client";
import { createBatched } from "@/server/batched";
import { db, runHotStatement } from "@/server/db";
import {
  type DraftEvent,
  draftEvent,
  eventsInsert,
  type NewEvent,
  type Recorded,
} from "@/server/events/record";
import { describeAtReceipt } from "@/server/events/to-output";
import { keepBody } from "@/server/webhooks/kept-body";
import { mayStore } from "@/server/webhooks/store-limit";

export type NewDelivery = {
  provider: string;
  personaId: string | null;
  /** Provider, scope and the sender's own delivery id; a repeat of one makes nothing. */
  dedupeKey: string | null;
  externalId: string | null;
  headers: Record<string, string>;
  bodySha256: string;
  bodyBytes: number;
  /** Fetched from the sender's log rather than sent: its text is not the one that was signed. */
  reason?: "fetched";
};

/** `conflictId` names the row that keeps another body which came under a known id. */
export type RecordedDelivery = Recorded & { conflictId?: string };

/**
 * Records a webhook's delivery, its event and the fact for the engine in one statement, which deliveries that come at
 * the same time share. A delivery whose key is known
 * already makes nothing: the first one counts it and answers with its event as it was recorded then. Another body
 * under a known id is kept as a conflicting delivery, and answered the same.
 */
export async function recordDelivery(
  delivery: NewDelivery,
  event: NewEvent,
  body: Uint8Array,
): Promise<RecordedDelivery> {
  const draft = draftEvent(event);
  const isNew = await insertDelivery({ delivery, draft });
  if (isNew) return { event: describeAtReceipt(draft), isReplay: false, outbox: draft.outbox };
  const first = await countRepeat(delivery);
  const conflictId = first.isConflict ? await keepConflict(delivery, first.id, body) : null;
  // The delivery outlives its event; once that has expired the repeat's own body stands in for it.
  const eventId = first.eventId ?? "";
  const recorded = await db.event.findUnique({ where: { id: eventId } });
  const known = recorded ?? { ...event, id: eventId, createdAt: first.createdAt };
  const answer = { event: describeAtReceipt(known), isReplay: true, outbox: [] };
  return conflictId === null ? answer : { ...answer, conflictId };
}

type NewRow = { delivery: NewDelivery; draft: DraftEvent };

/** Whether a delivery was new and stands written, with its event and the fact for the engine. */
const insertDelivery = createBatched<NewRow, boolean>({
  run: async (rows) => {
    const made = await runHotStatement<{ id: string }>(Prisma.sql`
      WITH given AS (
        SELECT * FROM json_to_recordset(${JSON.stringify(rows.map(toRow))}::json)
          AS r(id text, provider text, persona_id text, dedupe_key text, external_id text, headers text, body_sha256 text,
               body_bytes int, event_id text, reason text)
      ), delivered AS (
        INSERT INTO delivery (${columns}) SELECT ${columns} FROM given
        ON CONFLICT (dedupe_key) DO NOTHING
        RETURNING event_id
      ), ${eventsInsert(
        rows.map(({ draft }) => draft),
        "delivered",
      )}
      SELECT id FROM made`);
    const ids = new Set(made.map(({ id }) => id));
    return rows.map(({ draft }) => ids.has(draft.id));
  },
  mostItems: 100,
  sizeOf: ({ delivery }) => delivery.bodyBytes,
  mostSize: 1024 * 1024,
});

function toRow({ delivery, draft }: NewRow) {
  return {
    id: createId("delivery"),
    provider: delivery.provider,
    persona_id: delivery.personaId,
    dedupe_key: delivery.dedupeKey,
    external_id: delivery.externalId,
    headers: JSON.stringify(delivery.headers),
    body_sha256: delivery.bodySha256,
    body_bytes: delivery.bodyBytes,
    event_id: draft.id,
    reason: delivery.reason ?? null,
  };
}

/** Records a handshake that was answered at once and makes no event. */
export async function recordAnswered(delivery: NewDelivery): Promise<void> {
  await db.$executeRaw`
    INSERT INTO delivery (${columns})
    VALUES (${values(delivery, createId("delivery"))}, NULL, 'answered')
    ON CONFLICT (dedupe_key) DO UPDATE SET repeat_count = delivery.repeat_count + 1, last_repeat_at = now()`;
}

type First = { id: string; eventId: string | null; createdAt: Date; isConflict: boolean };

/** What was fetched is the same delivery written anew, so that its bytes say nothing. */
async function countRepeat({ dedupeKey, bodySha256, reason }: NewDelivery): Promise<First> {
  const isOther = Prisma.sql`(body_sha256 <> ${bodySha256} AND reason IS DISTINCT FROM 'fetched' AND ${reason !== "fetched"})`;
  const rows = await db.$queryRaw<First[]>`
    UPDATE delivery SET repeat_count = repeat_count + 1, last_repeat_at = now(),
           reason = CASE WHEN ${isOther} THEN 'contradicted' ELSE reason END
    WHERE dedupe_key = ${dedupeKey}
    RETURNING id, event_id AS "eventId", created_at AS "createdAt", ${isOther} AS "isConflict"`;
  const [first] = rows;
  if (!first) throw new Error(`The delivery ${dedupeKey} is neither new nor known.`);
  return first;
}

/** The same other body again is counted on the row that keeps it. Returns that row's id, or null when it was not kept. */
async function keepConflict(
  delivery: NewDelivery,
  originalId: string,
  body: Uint8Array,
): Promise<string | null> {
  const dedupeKey = `${delivery.dedupeKey}#${delivery.bodySha256}`;
  const known = await db.delivery.updateManyAndReturn({
    where: { dedupeKey },
    data: { repeatCount: { increment: 1 }, lastRepeatAt: new Date() },
    select: { id: true },
  });
  if (known[0]) return known[0].id;
  // A share of its own: strangers who are rejected at the same door must not use it up.
  if (!mayStore(`${delivery.provider}#conflicts`)) return null;
  const rows = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO delivery (${columns}, status, message, body, original_id)
    VALUES (${values({ ...delivery, dedupeKey }, createId("delivery"))}, NULL, 'other_body', 'conflicting',
            ${`Another body came under the id of ${originalId}.`}, ${keepBody(body).text}, ${originalId})
    ON CONFLICT (dedupe_key) DO UPDATE SET repeat_count = delivery.repeat_count + 1, last_repeat_at = now()
    RETURNING id`;
  return rows[0]?.id ?? null;
}

const columns = Prisma.raw(
  "id, provider, persona_id, dedupe_key, external_id, headers, body_sha256, body_bytes, event_id, reason",
);

/** The values of the columns up to body_bytes. */
function values(delivery: NewDelivery, id: string): Prisma.Sql {
  const { provider, personaId, dedupeKey, externalId, headers, bodySha256, bodyBytes } = delivery;
  return Prisma.sql`${id}, ${provider}, ${personaId}, ${dedupeKey}, ${externalId}, ${JSON.stringify(headers)},
              ${bodySha256}, ${bodyBytes}`;
}
