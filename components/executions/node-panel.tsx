"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { CallNode } from "@/components/executions/call-node";
import { findNode } from "@/components/executions/trace-nodes";
import { TurnNode } from "@/components/executions/turn-node";
import { ErrorState } from "@/components/shared/error-state";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";

type NodePanelProps = { executionId: string; nodeId: string; onClose: () => void };

/** A node of the trace whole: what went in, what came out, what it took. */
export function NodePanel({ executionId, nodeId, onClose }: NodePanelProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.traces.get.queryOptions({ executionId }));
  const found = query.data && findNode(query.data, nodeId);
  return (
    <div className="flex flex-col gap-4">
      <Button tone="quiet" onClick={onClose} className="-ml-3 self-start">
        <ArrowLeft aria-hidden className="size-3.5" /> Back to the output
      </Button>
      {!query.data && query.error && (
        <ErrorState what="The trace" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {!query.data && !query.error && <Skeleton className="h-40 w-full" />}
      {query.data && !found && <p className="text-ink-muted">This execution has no such step.</p>}
      {found && "turn" in found && <TurnNode executionId={executionId} turn={found.turn} />}
      {found && "call" in found && <CallNode executionId={executionId} call={found.call} />}
    </div>
  );
}
