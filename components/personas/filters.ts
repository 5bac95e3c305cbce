import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";

const states = ["on", "off"] as const;

/** The state of the page that its URL holds. */
export function describePersonaFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    state: parsers.parseAsStringLiteral(states),
  };
}

export type PersonaFilters = { q: string; state: (typeof states)[number] | null; page: number };

/** What the hub is asked for. */
export function toPersonaQuery({ q, state, page }: PersonaFilters) {
  return {
    ...toListQuery({ q, page }),
    ...(state ? { enabled: state === "on" } : {}),
  };
}
