"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { ExecutionCause } from "@/components/executions/execution-cause";
import { ExecutionFacts } from "@/components/executions/execution-facts";
import { ExecutionHeader } from "@/components/executions/execution-header";
import { ExecutionPanels } from "@/components/executions/execution-panels";
import { isLive } from "@/components/executions/use-execution-acts";
import { useExecutionStream } from "@/components/executions/use-execution-stream";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
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
  const onEnd = useCallback(
    () => void queries.invalidateQueries(trpc.executions.pathFilter()),
    [queries, trpc],
  );
  // Once it has been watched it stays as it was drawn, so that nothing jumps when it ends.
  const [isWatched] = useState(() => isLive(execution));
  const { output, phase } = useExecutionStream(execution.id, isWatched, onEnd);
  return (
    <>
      <ExecutionHeader execution={execution} />
      <ExecutionCause execution={execution} />
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <ExecutionPanels execution={execution} parts={isWatched ? output.parts : null} phase={phase} />
        <ExecutionFacts execution={execution} className="max-lg:hidden" />
      </div>
    </>
  );
}
