"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { ExecutionCause } from "@/components/executions/execution-cause";
import { ExecutionFacts } from "@/components/executions/execution-facts";
import { ExecutionHeader } from "@/components/executions/execution-header";
import { ExecutionPanels } from "@/components/executions/execution-panels";
import { TracePanel } from "@/components/executions/trace-panel";
import { isLive } from "@/components/executions/use-execution-acts";
import { useExecutionStream } from "@/components/executions/use-execution-stream";
import { useThrottled } from "@/components/executions/use-throttled";
import { WaitingNote } from "@/components/executions/waiting-note";
import { ReviewCard } from "@/components/reviews/review-card";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { Section } from "@/components/shared/section";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { ExecutionDetail } from "@/server/executions/schema";

/** One execution: what it said, as it says it; what it was sent; what it took. */
export function ExecutionView({ executionId }: { executionId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.executions.get.queryOptions({ executionId }));
  if (query.data) return <LoadedExecution key={executionId} execution={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found") {
    return <NotThere noun="execution" id={executionId} listHref="/executions" listLabel="Executions" />;
  }
  return <ErrorState what="The execution" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedExecution({ execution }: { execution: ExecutionDetail }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onEnd = useCallback(() => {
    void queries.invalidateQueries(trpc.executions.pathFilter());
    void queries.invalidateQueries(trpc.traces.pathFilter());
  }, [queries, trpc]);
  const onTrace = useThrottled(
    useCallback(() => {
      void queries.invalidateQueries(trpc.traces.get.queryFilter({ executionId: execution.id }));
      void queries.invalidateQueries(trpc.executions.get.queryFilter({ executionId: execution.id }));
    }, [queries, trpc, execution.id]),
  );
  // Once it has been watched it stays as it was drawn, so that nothing jumps when it ends.
  const [isWatched] = useState(() => isLive(execution));
  const { output, phase } = useExecutionStream(execution.id, isWatched, { onEnd, onTrace });
  return (
    <>
      <ExecutionHeader execution={execution} />
      <ExecutionCause execution={execution} />
      <WaitingNote execution={execution} />
      <div className="grid gap-x-6 gap-y-6 lg:grid-cols-[13rem_minmax(0,1fr)_14rem] xl:grid-cols-[17rem_minmax(0,1fr)_19rem] xl:gap-x-8">
        <Section
          title="Trace"
          className="max-lg:hidden lg:sticky lg:top-0 lg:max-h-dvh lg:self-start lg:overflow-y-auto"
        >
          <div className="pt-2">
            <TracePanel executionId={execution.id} />
          </div>
        </Section>
        <div className="flex min-w-0 flex-col gap-5">
          <ReviewCard executionId={execution.id} />
          <ExecutionPanels execution={execution} parts={isWatched ? output.parts : null} phase={phase} />
        </div>
        <ExecutionFacts execution={execution} className="max-lg:hidden" />
      </div>
    </>
  );
}
