import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import { explainMatch, sumUp } from "@/server/subscriptions/explain";
import { explainListeners, seePayload } from "@/server/subscriptions/explain-listeners";
import { readPayloadFilter } from "@/server/subscriptions/payload-filter";
import type {
  DraftPreview,
  DraftPreviewInput,
  MatchPreview,
  MatchPreviewInput,
} from "@/server/subscriptions/schema";

/** The longest payload a draft is held against. Up to a hundred are read at each change of the draft. */
const mostPreviewedBytes = 256 * 1024;
/** How many of the latest events the types are taken from. */
const mostSeenEvents = 2_000;

/** Which personas would react to an event, past or pasted, and why. Throws not_found. */
export async function previewMatches(actor: Actor, input: MatchPreviewInput): Promise<MatchPreview> {
  requireScope(actor, "subscriptions:read");
  if (input.eventId === undefined) {
    const { eventType = "", sourceId = null, targetPersonaId = null, payload = null } = input;
    return explainListeners({ eventType, sourceId, targetPersonaId }, payload);
  }
  requireScope(actor, "events:read");
  const event = await db.event.findUnique({
    where: { id: input.eventId },
    select: { eventType: true, sourceId: true, targetPersonaId: true, payload: true },
  });
  if (!event) throw notFound("event", input.eventId);
  return explainListeners(event, event.payload);
}

/** Which of the latest events of its type a subscription would have matched, were it enabled, and why. */
export async function previewDraft(actor: Actor, draft: DraftPreviewInput): Promise<DraftPreview> {
  requireScope(actor, "subscriptions:read");
  requireScope(actor, "events:read");
  const { eventType, personaId = "", sourceFilter = null, payloadFilter = null, limit } = draft;
  const hasFilter = payloadFilter !== null;
  const rows = await db.$queryRaw<PreviewedEvent[]>`
    SELECT id, source_id AS "sourceId", target_persona_id AS "targetPersonaId", created_at AS "createdAt",
           CASE WHEN ${hasFilter} AND octet_length(payload) <= ${mostPreviewedBytes} THEN payload END AS payload,
           ${hasFilter} AND octet_length(payload) > ${mostPreviewedBytes} AS "isLong"
    FROM event WHERE event_type = ${eventType} ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
  const rule = {
    personaId,
    eventType,
    sourceFilter,
    payloadFilter: hasFilter ? readPayloadFilter(JSON.parse(payloadFilter)).filter : null,
    enabled: true,
    personaEnabled: true,
    disabledBy: null,
    disabledReason: null,
  };
  const events = rows.map(({ id, sourceId, targetPersonaId, createdAt, payload, isLong }) => {
    const seen = isLong ? "too long" : seePayload(payload);
    const checks = explainMatch(rule, { eventType, sourceId, targetPersonaId }, seen);
    return { eventId: id, sourceId, createdAt: createdAt.toISOString(), ...sumUp(checks), checks };
  });
  return { matchCount: events.filter(({ isMatch }) => isMatch).length, events };
}

/** The types of the latest events, the most frequent first. */
export async function listSeenTypes(
  actor: Actor,
): Promise<{ eventType: string; count: number; lastAt: string }[]> {
  requireScope(actor, "events:read");
  const rows = await db.$queryRaw<{ eventType: string; count: number; lastAt: Date }[]>`
    SELECT event_type AS "eventType", count(*)::int AS count, max(created_at) AS "lastAt"
    FROM (SELECT event_type, created_at FROM event ORDER BY created_at DESC LIMIT ${mostSeenEvents}) AS latest
    GROUP BY event_type ORDER BY count(*) DESC, event_type LIMIT 50`;
  return rows.map(({ lastAt, ...row }) => ({ ...row, lastAt: lastAt.toISOString() }));
}

type PreviewedEvent = {
  id: string;
  sourceId: string | null;
  targetPersonaId: string | null;
  createdAt: Date;
  payload: string | null;
  isLong: boolean | null;
};
