import {
  createLoader,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";

export const pageSize = 50;

const states = ["on", "off"] as const;

/** The state of the page that its URL holds; `new` opens the dialog. */
export const personaFilters = {
  q: parseAsString.withDefault(""),
  state: parseAsStringLiteral(states),
  page: parseAsInteger.withDefault(1),
  new: parseAsBoolean.withDefault(false),
};

export type PersonaFilters = { q: string; state: (typeof states)[number] | null; page: number };

export const loadPersonaFilters = createLoader(personaFilters);

/** What the hub is asked for. */
export function toPersonaQuery({ q, state, page }: PersonaFilters) {
  return {
    limit: pageSize,
    offset: (Math.max(1, page) - 1) * pageSize,
    ...(q ? { search: q } : {}),
    ...(state ? { enabled: state === "on" } : {}),
  };
}
