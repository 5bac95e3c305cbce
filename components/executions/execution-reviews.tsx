"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { useTRPC } from "@/lib/trpc";

/** What an execution asked people, and how each was answered. Nothing while it asked nobody. */
export function ExecutionReviews({ executionId }: { executionId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.reviews.ofExecution.queryOptions({ executionId }));
  const reviews = data?.items ?? [];
  if (reviews.length === 0) return null;
  return (
    <Section title="Reviews">
      <ul className="pt-1 text-table">
        {reviews.map(({ id, title, status }) => (
          <li
            key={id}
            className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 border-line border-b py-1 last:border-b-0"
          >
            <StatusBadge kind="review" status={status} />
            <Link href={`/reviews/${id}`} prefetch={false} className="min-w-0 break-words hover:underline">
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
