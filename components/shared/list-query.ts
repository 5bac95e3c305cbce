import type { UrlParsers } from "@/lib/url-parsers";

export const pageSize = 50;

/** The part of a list's URL that every list has: the text looked for and the page, from 1. */
export function describeList(parsers: UrlParsers) {
  return { q: parsers.parseAsString.withDefault(""), page: parsers.parseAsInteger.withDefault(1) };
}

/** The same part of what the hub is asked for. */
export function toListQuery({ q, page }: { q: string; page: number }) {
  return { limit: pageSize, offset: (Math.max(1, page) - 1) * pageSize, ...(q ? { search: q } : {}) };
}
