import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";

const statuses = ["active", "completed", "failed", "cancelled"] as const;

/** The state of the page that its URL holds. */
export function describeRunFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    status: parsers.parseAsStringLiteral(statuses),
    function: parsers.parseAsString,
  };
}

export type RunFilters = {
  q: string;
  page: number;
  status: (typeof statuses)[number] | null;
  function: string | null;
};

/** What the hub is asked for. */
export function toRunQuery({ q, page, status, function: functionId }: RunFilters) {
  return {
    ...toListQuery({ q, page }),
    ...(status ? { status } : {}),
    ...(functionId ? { functionId } : {}),
  };
}
