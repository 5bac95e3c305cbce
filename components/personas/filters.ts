import type { UrlParsers } from "@/lib/url-parsers";

export const pageSize = 50;

const states = ["on", "off"] as const;

/** The state of the page that its URL holds; `new` opens the dialog. */
export function describePersonaFilters(parsers: UrlParsers) {
  return {
    q: parsers.parseAsString.withDefault(""),
    state: parsers.parseAsStringLiteral(states),
    page: parsers.parseAsInteger.withDefault(1),
    new: parsers.parseAsBoolean.withDefault(false),
  };
}

export type PersonaFilters = { q: string; state: (typeof states)[number] | null; page: number };

/** What the hub is asked for. */
export function toPersonaQuery({ q, state, page }: PersonaFilters) {
  return {
    limit: pageSize,
    offset: (Math.max(1, page) - 1) * pageSize,
    ...(q ? { search: q } : {}),
    ...(state ? { enabled: state === "on" } : {}),
  };
}
