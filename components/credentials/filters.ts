import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";

/** The state of the list of credentials that its URL holds. */
export function describeCredentialFilters(parsers: UrlParsers) {
  return { ...describeList(parsers), service: parsers.parseAsString };
}

/** What the hub is asked for. */
export function toCredentialQuery(filters: { q: string; page: number; service: string | null }) {
  return { ...toListQuery(filters), ...(filters.service ? { serviceType: filters.service } : {}) };
}
