"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Section } from "@/components/shared/section";
import { useDebounced } from "@/components/subscriptions/use-debounced";
import { NextTimes } from "@/components/triggers/next-times";
import { type TriggerDraft, toConfig } from "@/components/triggers/trigger-draft";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { readFailure } from "@/lib/failure";
import { useTRPC, useTRPCClient } from "@/lib/trpc";

const settleMs = 300;

/** When the schedule that is being written would fire, while it is written. */
export function DraftTimes({ draft }: { draft: TriggerDraft }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { cron, timezone } = draft;
  const written = toConfig({ ...draft, triggerType: "schedule", cron, timezone, eventType: "", payload: "" });
  const config = useDebounced(written, settleMs);
  const query = useQuery({
    queryKey: [...trpc.triggers.previewDraft.mutationKey(), config],
    queryFn: ({ signal }) => client.triggers.previewDraft.mutate({ config }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const isStale = query.isPlaceholderData || written !== config;
  return (
    <Section title="Next ten times" note="On your clock, and on the schedule's">
      <div aria-live="polite" className={cn("pt-2", isStale && "opacity-60")}>
        {query.error && !isStale && (
          <p className="py-2 text-failed">
            {readFailure(query.error).issues[0]?.message ?? readFailure(query.error).message}
          </p>
        )}
        {!query.data && !query.error && <Skeleton className="h-5 w-64" />}
        {query.data && !query.error && <NextTimes preview={query.data} />}
      </div>
    </Section>
  );
}
