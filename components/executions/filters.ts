import { describeList, toListQuery } from "@/components/shared/list-query";
import { type SpanName, spanNames, toSince } from "@/components/shared/time-span";
import type { UrlParsers } from "@/lib/url-parsers";

const statuses = ["queued", "running", "completed", "failed", "cancelled"] as const;

/** The state of the page that its URL holds. */
export function describeExecutionFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    status: parsers.parseAsStringLiteral(statuses),
    persona: parsers.parseAsString,
    trigger: parsers.parseAsString,
    within: parsers.parseAsStringLiteral(spanNames),
  };
}

export type ExecutionFilters = {
  q: string;
  status: (typeof statuses)[number] | null;
  persona: string | null;
  trigger: string | null;
  within: SpanName | null;
  page: number;
};

/** What the hub is asked for. */
export function toExecutionQuery({ q, status, persona, trigger, within, page }: ExecutionFilters) {
  return {
    ...toListQuery({ q, page }),
    ...(status ? { status } : {}),
    ...(persona ? { personaId: persona } : {}),
    ...(trigger ? { triggerId: trigger } : {}),
    ...(within ? { since: toSince(within) } : {}),
  };
}
