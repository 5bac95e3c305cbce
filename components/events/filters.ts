import {
  createLoader,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";

export const pageSize = 50;

const statuses = ["pending", "processing", "delivered", "partial", "skipped", "failed"] as const;

/** The state of the page that its URL holds; `publish` opens the dialog. */
export const eventFilters = {
  q: parseAsString.withDefault(""),
  type: parseAsString,
  status: parseAsStringLiteral(statuses),
  page: parseAsInteger.withDefault(1),
  publish: parseAsBoolean.withDefault(false),
};

export type EventFilters = {
  q: string;
  type: string | null;
  status: (typeof statuses)[number] | null;
  page: number;
};

export const loadEventFilters = createLoader(eventFilters);

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
