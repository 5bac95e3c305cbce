import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";

const types = ["schedule", "webhook", "chain", "manual", "polling"] as const;
const states = ["on", "off"] as const;
const healths = ["healthy", "degraded"] as const;

/** The state of the page that its URL holds. */
export function describeTriggerFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    type: parsers.parseAsStringLiteral(types),
    persona: parsers.parseAsString,
    state: parsers.parseAsStringLiteral(states),
    health: parsers.parseAsStringLiteral(healths),
  };
}

export type TriggerFilters = {
  q: string;
  page: number;
  type: (typeof types)[number] | null;
  persona: string | null;
  state: (typeof states)[number] | null;
  health: (typeof healths)[number] | null;
};

/** What the hub is asked for. */
export function toTriggerQuery({ type, persona, state, health, ...list }: TriggerFilters) {
  return {
    ...toListQuery(list),
    ...(type ? { triggerType: type } : {}),
    ...(persona ? { personaId: persona } : {}),
    ...(state ? { enabled: state === "on" } : {}),
    ...(health ? { healthStatus: health } : {}),
  };
}
