"use client";

import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { TraceTree } from "@/components/executions/trace-tree";
import { useTraceNode } from "@/components/executions/use-trace-node";
import { ErrorState } from "@/components/shared/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { formatMoney } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";

/** What an execution did, as a tree; a node that is chosen is shown whole beside it. */
export const TracePanel = memo(function TracePanel({ executionId }: { executionId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.traces.get.queryOptions({ executionId }));
  const { node, select } = useTraceNode();
  const { data: trace } = query;
  if (!trace && query.error)
    return <ErrorState what="The trace" error={query.error} onRetry={() => void query.refetch()} />;
  if (!trace) return <TraceSkeleton />;
  if (!trace.prompt && trace.turns.length === 0)
    return (
      <p className="py-4 text-ink-muted text-table">
        {trace.completedAt ? "It ended before it did anything." : "It begins here once the execution starts."}
      </p>
    );
  return (
    <>
      <TraceTree trace={trace} selected={node} onSelect={select} />
      {trace.caching.share > 0 && (
        <p className="mt-2 border-line border-t px-1 pt-2 text-ink-muted text-table">
          {Math.round(trace.caching.share * 100)} % of the prompts came from the cache
          {trace.caching.savedUsd !== null &&
            trace.caching.savedUsd > 0 &&
            `, which saved ${formatMoney(trace.caching.savedUsd)}`}
          .
        </p>
      )}
    </>
  );
});

function TraceSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-3 pt-2">
      {["w-full", "w-11/12", "w-4/5", "w-3/4"].map((width) => (
        <Skeleton key={width} className={`h-5 ${width}`} />
      ))}
    </div>
  );
}
