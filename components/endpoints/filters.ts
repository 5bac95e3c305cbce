import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";
import type { EndpointList, MessageStatus, MessageType, NoticeType } from "@/server/endpoints/schema";

type EndpointState = NonNullable<EndpointList["state"]>;

/** What can be subscribed to, in the order of the catalog. */
export const noticeNames = [
  "execution.completed",
  "execution.failed",
  "execution.cancelled",
  "event.failed",
  "event.dead_letter",
  "subscription.disabled",
  "trigger.degraded",
  "budget.reached",
  "endpoint.disabled",
  "review.waiting",
] as const satisfies NoticeType[];
export const messageNames = [...noticeNames, "ping"] as const satisfies MessageType[];
const states = ["enabled", "failing", "disabled"] as const satisfies EndpointState[];
const statuses = ["pending", "delivered", "failed"] as const satisfies MessageStatus[];

/** The state of the list of endpoints that its URL holds. */
export function describeEndpointFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    state: parsers.parseAsStringLiteral(states),
    type: parsers.parseAsStringLiteral(noticeNames),
  };
}

type EndpointFilters = { q: string; page: number; state: EndpointState | null; type: NoticeType | null };

/** What the hub is asked for. */
export function toEndpointQuery(filters: EndpointFilters) {
  const { state, type } = filters;
  return {
    ...toListQuery(filters),
    ...(state ? { state } : {}),
    ...(type ? { noticeType: type } : {}),
  };
}

/** The state of an endpoint's log that its URL holds. */
export function describeMessageFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    status: parsers.parseAsStringLiteral(statuses),
    type: parsers.parseAsStringLiteral(messageNames),
  };
}

type MessageFilters = { q: string; page: number; status: MessageStatus | null; type: MessageType | null };

/** What the hub is asked for. */
export function toMessageQuery(id: string, filters: MessageFilters) {
  const { status, type } = filters;
  return { id, ...toListQuery(filters), ...(status ? { status } : {}), ...(type ? { type } : {}) };
}

/** Names as choices of a filter. */
export function toOptions(names: readonly string[]): { value: string; label: string }[] {
  return names.map((name) => ({ value: name, label: name }));
}
