import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";
import type { ContentType, Priority } from "@/server/messages/schema";

const priorities = ["urgent", "high", "normal", "low"] as const satisfies Priority[];
const contentTypes = ["info", "success", "warning", "error"] as const satisfies ContentType[];
const states = ["unread", "read"] as const;

/** The state of the inbox that its URL holds. */
export function describeMessageFilters(parsers: UrlParsers) {
  return {
    ...describeList(parsers),
    state: parsers.parseAsStringLiteral(states),
    persona: parsers.parseAsString,
    priority: parsers.parseAsStringLiteral(priorities),
    type: parsers.parseAsStringLiteral(contentTypes),
  };
}

export type MessageFilters = {
  q: string;
  page: number;
  state: (typeof states)[number] | null;
  persona: string | null;
  priority: Priority | null;
  type: ContentType | null;
};

/** What the hub is asked for. */
export function toMessageQuery(filters: MessageFilters) {
  const { state, persona, priority, type } = filters;
  return {
    ...toListQuery(filters),
    ...(state ? { isRead: state === "read" } : {}),
    ...(persona ? { personaId: persona } : {}),
    ...(priority ? { priority } : {}),
    ...(type ? { contentType: type } : {}),
  };
}
