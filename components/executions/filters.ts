import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const pageSize = 50;

const spans = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;
const spanNames = ["hour", "day", "week"] as const;
const statuses = ["queued", "running", "completed", "failed", "cancelled"] as const;

/** The state of the page that its URL holds. */
export const executionFilters = {
  q: parseAsString.withDefault(""),
  status: parseAsStringLiteral(statuses),
  persona: parseAsString,
  within: parseAsStringLiteral(spanNames),
  page: parseAsInteger.withDefault(1),
};

export type ExecutionFilters = {
  q: string;
  status: (typeof statuses)[number] | null;
  persona: string | null;
  within: (typeof spanNames)[number] | null;
  page: number;
};

export const loadExecutionFilters = createLoader(executionFilters);

/** What the hub is asked for. Times are cut to five minutes so that server and browser ask the same. */
export function toExecutionQuery({ q, status, persona, within, page }: ExecutionFilters, now = Date.now()) {
  const grain = 300_000;
  return {
    limit: pageSize,
    offset: (Math.max(1, page) - 1) * pageSize,
    ...(q ? { search: q } : {}),
    ...(status ? { status } : {}),
    ...(persona ? { personaId: persona } : {}),
    ...(within ? { since: new Date(Math.floor((now - spans[within]) / grain) * grain).toISOString() } : {}),
  };
}
