import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";

const spans = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;
const spanNames = ["hour", "day", "week"] as const;
const statuses = ["queued", "running", "completed", "failed", "cancelled"] as const;

/** The state of the page that its URL holds. */
export function describeExecutionFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    status: parsers.parseAsStringLiteral(statuses),
    persona: parsers.parseAsString,
    within: parsers.parseAsStringLiteral(spanNames),
  };
}

export type ExecutionFilters = {
  q: string;
  status: (typeof statuses)[number] | null;
  persona: string | null;
  within: (typeof spanNames)[number] | null;
  page: number;
};

/** What the hub is asked for. Times are cut to five minutes so that server and browser ask the same. */
export function toExecutionQuery({ q, status, persona, within, page }: ExecutionFilters, now = Date.now()) {
  const grain = 300_000;
  return {
    ...toListQuery({ q, page }),
    ...(status ? { status } : {}),
    ...(persona ? { personaId: persona } : {}),
    ...(within ? { since: new Date(Math.floor((now - spans[within]) / grain) * grain).toISOString() } : {}),
  };
}
