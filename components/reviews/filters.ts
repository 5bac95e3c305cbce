import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";
import type { ReviewKind, Severity } from "@/server/reviews/schema";

export const tabNames = ["pending", "answered"] as const;
export type TabName = (typeof tabNames)[number];
/** The most severe first. */
const severityNames = ["critical", "high", "medium", "low"] as const satisfies Severity[];
const kindNames = ["tool_call", "manual_review", "outcome_unknown", "worker"] as const satisfies ReviewKind[];

/** The state of the page that its URL holds. */
export function describeReviewFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    severity: parsers.parseAsStringLiteral(severityNames),
    kind: parsers.parseAsStringLiteral(kindNames),
    persona: parsers.parseAsString,
  };
}

/** Which of the two lists is shown; it narrows nothing, so it is no filter. */
export function describeReviewTab(parsers: UrlParsers) {
  return { tab: parsers.parseAsStringLiteral(tabNames).withDefault("pending") };
}

type ReviewFilters = {
  q: string;
  page: number;
  severity: Severity | null;
  kind: ReviewKind | null;
  persona: string | null;
};

/** What the hub is asked for. */
export function toReviewQuery(tab: TabName, filters: ReviewFilters) {
  const { severity, kind, persona } = filters;
  return {
    ...toListQuery(filters),
    status: tab,
    ...(severity ? { severity } : {}),
    ...(kind ? { kind } : {}),
    ...(persona ? { personaId: persona } : {}),
  };
}
