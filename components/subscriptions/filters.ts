import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";

const states = ["on", "off"] as const;

/** The state of the page that its URL holds. */
export function describeSubscriptionFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    persona: parsers.parseAsString,
    type: parsers.parseAsString,
    state: parsers.parseAsStringLiteral(states),
  };
}

export type SubscriptionFilters = {
  q: string;
  page: number;
  persona: string | null;
  type: string | null;
  state: (typeof states)[number] | null;
};

/** What the hub is asked for. */
export function toSubscriptionQuery({ q, page, persona, type, state }: SubscriptionFilters) {
  return {
    ...toListQuery({ q, page }),
    ...(persona ? { personaId: persona } : {}),
    ...(type ? { eventType: type } : {}),
    ...(state ? { enabled: state === "on" } : {}),
  };
}
