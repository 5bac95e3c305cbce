"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { nameCategory } from "@/components/memories/filters";
import { Section } from "@/components/shared/section";
import { useTRPC } from "@/lib/trpc";

const shown = 20;

/** What was learned in an execution. Left out when nothing was. */
export function ExecutionMemories({ executionId }: { executionId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.memories.list.queryOptions({ executionId, limit: shown }));
  if (!data || data.total === 0) return null;
  return (
    <Section title="Memories" note={data.total > shown ? `the latest ${shown} of ${data.total}` : data.total}>
      <ul>
        {data.items.map(({ id, title, category, importance }) => (
          <li
            key={id}
            className="row-appear flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1.5 text-table"
          >
            <Link
              href={`/memories?memory=${id}`}
              prefetch={false}
              className="min-w-0 break-words font-semibold hover:underline"
            >
              {title}
            </Link>
            <span className="ml-auto text-ink-muted">
              {nameCategory(category)}, importance {importance}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
