"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CodeBlock } from "@/components/shared/code-block";
import { ErrorState } from "@/components/shared/error-state";
import { JsonView } from "@/components/shared/json-view";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import { formatBytes, formatCount } from "@/lib/format";
import { useTRPCClient } from "@/lib/trpc";
import type { DeliveryOutput } from "@/server/webhooks/schema";

/** What was sent: a tree, or, when it is too long for one reply, its text in pages. */
export function DeliveryBody({ delivery }: { delivery: DeliveryOutput }) {
  const size = formatBytes(delivery.bodyBytes);
  return (
    <Section title="Body" note={delivery.isBodyWhole ? size : `the first 64 KB of ${size}`}>
      <div className="pt-3">
        {delivery.body ? (
          <JsonView text={delivery.body} label="body" className="max-h-[70dvh]" />
        ) : delivery.bodyCharacters > 0 ? (
          <LongBody deliveryId={delivery.id} />
        ) : (
          <p className="py-4 text-ink-muted text-table">
            {delivery.bodyBytes === 0 ? "It was empty." : "It is no longer kept."}
          </p>
        )}
      </div>
    </Section>
  );
}

function LongBody({ deliveryId }: { deliveryId: string }) {
  const client = useTRPCClient();
  const pages = useInfiniteQuery({
    queryKey: ["delivery-body", deliveryId],
    queryFn: ({ pageParam }) => client.webhooks.deliveryBody.query({ id: deliveryId, offset: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.nextOffset,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (pages.error && !pages.data)
    return <ErrorState what="The body" error={pages.error} onRetry={() => void pages.refetch()} />;
  const text = pages.data?.pages.map((page) => page.text).join("") ?? "";
  return (
    <div className="flex flex-col gap-3">
      <CodeBlock wrap label="body" text={text} className="max-h-[70dvh]" />
      {pages.hasNextPage && (
        <div className="flex flex-wrap items-center gap-3 text-ink-muted text-table">
          <span>
            {formatCount(text.length)} of {formatCount(pages.data?.pages[0]?.totalCharacters ?? 0)} characters
          </span>
          <Button disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}
