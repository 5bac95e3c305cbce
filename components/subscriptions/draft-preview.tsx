"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Check, CircleHelp, X } from "lucide-react";
import Link from "next/link";
import { FormError } from "@/components/shared/form-error";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { type SubscriptionDraft, toRule } from "@/components/subscriptions/subscription-draft";
import { useDebounced } from "@/components/subscriptions/use-debounced";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { useTRPC, useTRPCClient } from "@/lib/trpc";
import type { DraftPreviewInput, DraftPreview as Preview } from "@/server/subscriptions/schema";

const settleMs = 300;
const eventLimit = 50;

/** Which of the latest events the subscription that is being written would have matched, while it is written. */
export function DraftPreview({ draft }: { draft: SubscriptionDraft }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { personaId } = draft;
  const written = JSON.stringify({
    ...toRule(draft),
    ...(personaId ? { personaId } : {}),
    limit: eventLimit,
  });
  const settled = useDebounced(written, settleMs);
  const input = JSON.parse(settled) as DraftPreviewInput;
  const query = useQuery({
    queryKey: [...trpc.events.previewDraft.mutationKey(), settled],
    queryFn: ({ signal }) => client.events.previewDraft.mutate(input, { signal }),
    placeholderData: keepPreviousData,
    enabled: input.eventType !== "",
  });
  const isStale = query.isPlaceholderData || written !== settled;
  return (
    <Section
      title="Match preview"
      note={<span className="max-sm:hidden">Against the latest events, as you write</span>}
    >
      <div aria-live="polite" className={cn("pt-3", isStale && "opacity-60")}>
        {input.eventType === "" && (
          <p className="text-ink-muted text-table">Name an event type to see which events would match.</p>
        )}
        {input.eventType !== "" && !query.data && !query.error && <Skeleton className="h-5 w-64" />}
        {query.error && !isStale && <FormError error={query.error} />}
        {query.data && !query.error && input.eventType !== "" && (
          <>
            <p className="font-semibold">{summarise(query.data, input.eventType)}</p>
            <EventLines preview={query.data} />
          </>
        )}
      </div>
    </Section>
  );
}

function summarise({ matchCount, events }: Preview, eventType: string): string {
  if (events.length === 0) return `No ${eventType} event has been received yet.`;
  const noun = events.length === 1 ? "event" : "events";
  return `Would have matched ${matchCount} of the last ${events.length} ${eventType} ${noun}.`;
}

function EventLines({ preview }: { preview: Preview }) {
  return (
    <ul className="mt-2">
      {preview.events.map(({ eventId, isMatch, reason, sourceId, createdAt }) => {
        const Icon = isMatch === null ? CircleHelp : isMatch ? Check : X;
        return (
          <li key={eventId} className="flex items-start gap-2 border-line border-b py-1.5 text-table">
            <Icon
              aria-hidden
              className={cn(
                "mt-0.5 size-3.5 shrink-0",
                isMatch === null ? "text-ink-muted" : isMatch ? "text-completed" : "text-failed",
              )}
            />
            <div className="min-w-0 flex-1">
              <Link href={`/events/${eventId}`} prefetch={false} className="break-words hover:underline">
                <span className="font-semibold">{isMatch === null ? "Unknown" : isMatch ? "Yes" : "No"}</span>
                <span className="ml-2 font-mono text-code">{sourceId ?? "no source"}</span>
              </Link>
              <p className="break-words text-ink-muted">{reason}</p>
            </div>
            <span className="shrink-0 text-ink-muted">
              <RelativeTime at={createdAt} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
