import type { UrlParsers } from "@/lib/url-parsers";

export const pageSize = 50;

const statuses = ["pending", "processing", "delivered", "partial", "skipped", "failed"] as const;

/** The state of the page that its URL holds; `publish` opens the dialog. */
export function describeEventFilters(parsers: UrlParsers) {
  return {
    q: parsers.parseAsString.withDefault(""),
    type: parsers.parseAsString,
    status: parsers.parseAsStringLiteral(statuses),
    page: parsers.parseAsInteger.withDefault(1),
    publish: parsers.parseAsBoolean.withDefault(false),
  };
}

export type EventFilters = {
  q: string;
  type: string | null;
  status: (typeof statuses)[number] | null;
  page: number;
};

/** What the hub is asked for. */
export function toEventQuery({ q, type, status, page }: EventFilters) {
  return {
    limit: pageSize,
    offset: (Math.max(1, page) - 1) * pageSize,
    ...(q ? { search: q } : {}),
    ...(type ? { eventType: type } : {}),
    ...(status ? { status } : {}),
  };
}
