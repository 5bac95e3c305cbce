import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";

const statuses = ["pending", "processing", "delivered", "partial", "skipped", "failed"] as const;

/** The state of the page that its URL holds. */
export function describeEventFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    type: parsers.parseAsString,
    status: parsers.parseAsStringLiteral(statuses),
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
    ...toListQuery({ q, page }),
    ...(type ? { eventType: type } : {}),
    ...(status ? { status } : {}),
  };
}
