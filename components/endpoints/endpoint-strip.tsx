"use client";

import { useNow } from "@/components/shared/clock";
import { OutcomeStrip } from "@/components/shared/outcome-strip";
import { statusLooks } from "@/components/shared/status-looks";
import { formatRelative } from "@/lib/dates";
import type { EndpointOutput } from "@/server/endpoints/schema";

/** An endpoint's latest messages, oldest left, each a way to it. */
export function EndpointStrip({ endpoint: { id, latest } }: { endpoint: EndpointOutput }) {
  const now = useNow();
  if (latest.length === 0) return <span className="text-ink-muted">Nothing sent yet</span>;
  const count = (status: string) => latest.filter((message) => message.status === status).length;
  const parts = (["delivered", "failed", "pending"] as const)
    .filter((status) => count(status) > 0)
    .map((status) => `${count(status)} ${status}`);
  return (
    <OutcomeStrip
      label={`Latest messages: ${parts.join(", ")}`}
      outcomes={latest.toReversed().map((message) => {
        const look = statusLooks.message[message.status] ?? statusLooks.unknown;
        const when = formatRelative(Date.parse(message.createdAt), now);
        return {
          key: message.id,
          tone: look.tone,
          title: `${message.noticeType}, ${message.status}, ${when}`,
          href: `/webhooks/endpoints/${id}/${message.id}`,
        };
      })}
    />
  );
}
