"use client";

import { useQuery } from "@tanstack/react-query";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { StatusBadge } from "@/components/shared/status-badge";
import { WorkerActions } from "@/components/workers/worker-actions";
import { WorkerExecutions } from "@/components/workers/worker-executions";
import { WorkerFacts } from "@/components/workers/worker-facts";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

const everyMs = 5_000;

/** One worker: what it does, what it is, and how to drain or remove it. */
export function WorkerView({ workerId }: { workerId: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.workers.get.queryOptions({ id: workerId }),
    refetchInterval: ({ state }) => (state.error ? false : everyMs),
  });
  const { data: worker, error } = query;
  if (error && readFailure(error).code === "not_found")
    return <NotThere noun="worker" id={workerId} listHref="/workers" listLabel="Workers" />;
  if (!worker && error)
    return <ErrorState what="The worker" error={error} onRetry={() => void query.refetch()} />;
  if (!worker) return <DetailSkeleton />;
  return (
    <>
      <PageHeader
        title={worker.name}
        back={{ href: "/workers", label: "workers" }}
        actions={<WorkerActions worker={worker} />}
      >
        <StatusBadge kind="worker" status={worker.status} />
      </PageHeader>
      <div className="grid gap-x-8 gap-y-8 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <WorkerExecutions worker={worker} />
        <WorkerFacts worker={worker} />
      </div>
    </>
  );
}
