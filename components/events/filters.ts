import { describeList, toListQuery } from "@/components/shared/list-query";
import { type SpanName, spanNames, toSince } from "@/components/shared/time-span";
import type { UrlParsers } from "@/lib/url-parsers";
import type { EventStatus } from "@/server/events/schema";

const statuses = [
  "pending",
  "processing",
  "delivered",
  "partial",
  "skipped",
  "failed",
  "dead_letter",
] as const satisfies EventStatus[];

/** The state of the page that its URL holds. `replaysOf` and `trigger` are ids, and come by links. */
export function describeEventFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    type: parsers.parseAsString,
    source: parsers.parseAsString,
    persona: parsers.parseAsString,
    status: parsers.parseAsStringLiteral(statuses),
    within: parsers.parseAsStringLiteral(spanNames),
    trigger: parsers.parseAsString,
    replaysOf: parsers.parseAsString,
  };
}

export type EventFilters = {
  q: string;
  type: string | null;
  source: string | null;
  persona: string | null;
  status: EventStatus | null;
  within: SpanName | null;
  trigger: string | null;
  replaysOf: string | null;
  page: number;
};

/** What the hub is asked for. */
export function toEventQuery(filters: EventFilters) {
  return { ...toListQuery(filters), ...toEventFilter(filters) };
}

/** The filters alone, as an act on all that match takes them. */
export function toEventFilter(filters: EventFilters) {
  const { q, type, source, persona, status, within, trigger, replaysOf } = filters;
  return {
    ...(q ? { search: q } : {}),
    ...(type ? { eventType: type } : {}),
    ...(source ? { sourceId: source } : {}),
    ...(persona ? { personaId: persona } : {}),
    ...(status ? { status } : {}),
    ...(within ? { since: toSince(within) } : {}),
    ...(trigger ? { triggerId: trigger } : {}),
    ...(replaysOf ? { replayOfEventId: replaysOf } : {}),
  };
}
