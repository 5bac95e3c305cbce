import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";

const kinds = ["hub", "worker"] as const;
export type RunsOn = (typeof kinds)[number];

/** The state of the list of tool definitions that its URL holds. */
export function describeToolFilters(parsers: UrlParsers) {
  return { ...describeList(parsers), on: parsers.parseAsStringLiteral(kinds) };
}

/** What the hub is asked for. */
export function toToolQuery({ on, ...filters }: { q: string; page: number; on: RunsOn | null }) {
  return { ...toListQuery(filters), ...(on ? { hasScript: on === "worker" } : {}) };
}
