"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ExecutionWait } from "@/components/executions/execution-wait";
import { Duration } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { ExecutionStatus } from "@/components/shared/status-badge";
import { cn } from "@/lib/cn";
import { useTRPC } from "@/lib/trpc";
import type { ExecutionDetail } from "@/server/executions/schema";

/** Every attempt at the same event by the same persona, first to last. Nothing while there is but one. */
export function ExecutionAttempts({ execution }: { execution: ExecutionDetail }) {
  const trpc = useTRPC();
  const { eventId, personaId } = execution;
  const { data } = useQuery({
    ...trpc.executions.list.queryOptions({ eventId: eventId ?? "", personaId, limit: 50 }),
    enabled: eventId !== null,
  });
  const attempts = (data?.items ?? []).toSorted((a, b) => a.attempt - b.attempt);
  if (attempts.length < 2) return null;
  return (
    <Section title="Attempts">
      <ol className="pt-1 text-table">
        {attempts.map((each) => {
          const isThis = each.id === execution.id;
          return (
            <li
              key={each.id}
              aria-current={isThis || undefined}
              className={cn(
                "flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1 last:border-b-0",
                isThis && "font-semibold",
              )}
            >
              <Link href={`/executions/${each.id}`} prefetch={false} className="w-18 hover:underline">
                {isThis ? "This one" : `Attempt ${each.attempt + 1}`}
              </Link>
              <ExecutionStatus status={each.status} waitingFor={each.waitingFor} />
              <ExecutionWait execution={each} />
              <span className="ml-auto font-normal text-ink-muted">
                {each.durationMs === null ? (
                  <RelativeTime at={each.createdAt} />
                ) : (
                  <Duration ms={each.durationMs} />
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
