import { describeList, toListQuery } from "@/components/shared/list-query";
import { providerNames, reasonNames, statusNames } from "@/components/webhooks/words";
import type { UrlParsers } from "@/lib/url-parsers";
import type { DeliveryReason, DeliveryStatus, ProviderName } from "@/server/webhooks/schema";

const spans = { hour: 60 * 60_000, day: 24 * 60 * 60_000, week: 7 * 24 * 60 * 60_000 };

/** The state of the page that its URL holds. */
export function describeDeliveryFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    provider: parsers.parseAsStringLiteral(providerNames),
    status: parsers.parseAsStringLiteral(statusNames),
    reason: parsers.parseAsStringLiteral(reasonNames),
    within: parsers.parseAsStringLiteral(["hour", "day", "week"] as const),
  };
}

export type DeliveryFilters = {
  q: string;
  page: number;
  provider: ProviderName | null;
  status: DeliveryStatus | null;
  reason: DeliveryReason | null;
  within: keyof typeof spans | null;
};

/** What the hub is asked for. `now` (epoch ms) is rounded to the minute, so that server and browser ask the same. */
export function toDeliveryQuery({ provider, status, reason, within, ...rest }: DeliveryFilters, now: number) {
  const minute = Math.floor(now / 60_000) * 60_000;
  return {
    ...toListQuery(rest),
    ...(provider ? { provider } : {}),
    ...(status ? { status } : {}),
    ...(reason ? { reason } : {}),
    ...(within ? { since: new Date(minute - spans[within]).toISOString() } : {}),
  };
}
