"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CodeBlock } from "@/components/shared/code-block";
import { ErrorState } from "@/components/shared/error-state";
import { JsonView } from "@/components/shared/json-view";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import { formatBytes, formatCount } from "@/lib/format";
import { useTRPCClient } from "@/lib/trpc";
import type { EventOutput } from "@/server/events/schema";

/** What an event carried: a tree, or, when it is too long for one reply, its text in pages. */
export function EventPayload({ event }: { event: EventOutput }) {
  const note = event.payloadBytes > 0 ? formatBytes(event.payloadBytes) : undefined;
  return (
    <Section title="Payload" note={note}>
      <div className="pt-3">
        {event.payload !== null ? (
          <JsonView text={event.payload} label="payload" className="max-h-[70dvh]" />
        ) : event.payloadBytes > 0 ? (
          <LongPayload eventId={event.id} />
        ) : (
          <p className="py-4 text-ink-muted text-table">It carried nothing but its type and source.</p>
        )}
      </div>
    </Section>
  );
}

function LongPayload({ eventId }: { eventId: string }) {
  const client = useTRPCClient();
  const pages = useInfiniteQuery({
    queryKey: ["payload", eventId],
    queryFn: ({ pageParam }) => client.events.payload.query({ id: eventId, offset: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextOffset,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (pages.error && !pages.data) {
    return <ErrorState what="The payload" error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  const text = pages.data?.pages.map((page) => page.text).join("") ?? "";
  const total = pages.data?.pages[0]?.totalCharacters ?? 0;
  return (
    <div className="flex flex-col gap-3">
      <CodeBlock wrap label="payload" text={text} className="max-h-[70dvh]" />
      {pages.hasNextPage && (
        <div className="flex flex-wrap items-center gap-3 text-ink-muted text-table">
          <span>
            {formatCount(text.length)} of {formatCount(total)} characters
          </span>
          <Button disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}
