"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { refreshMs } from "@/components/engine/refresh";
import { RunFacts } from "@/components/engine/run-facts";
import { RunSteps } from "@/components/engine/run-steps";
import { badgeOf, nameFunction } from "@/components/engine/run-words";
import { useRunActs } from "@/components/engine/use-run-acts";
import { WaitWords } from "@/components/engine/wait-words";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { JsonView } from "@/components/shared/json-view";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { Button } from "@/components/ui/button";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { EngineRunDetail } from "@/server/engine/schema";

/** One run of a durable function: its steps, what it waits for, and the ways to end it or run it again. */
export function RunView({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.engine.get.queryOptions({ id: runId }),
    refetchInterval: ({ state }) => (state.data?.status === "active" ? refreshMs : false),
  });
  if (query.data) return <LoadedRun run={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found")
    return <NotThere noun="run" id={runId} listHref="/settings/engine" listLabel="Runs" />;
  return <ErrorState what="The run" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedRun({ run }: { run: EngineRunDetail }) {
  const { cancel, retry } = useRunActs();
  const [isAsking, setAsking] = useState(false);
  const isActive = run.status === "active";
  const name = nameFunction(run.functionId);
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{name}</span>}
        back={{ href: "/settings/engine", label: "runs" }}
        actions={
          isActive ? (
            <Button onClick={() => setAsking(true)}>Cancel run</Button>
          ) : (
            <Button disabled={retry.isPending} onClick={() => retry.mutate({ id: run.id })}>
              Run again
            </Button>
          )
        }
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
          <StatusBadge kind="run" status={badgeOf(run)} />
          {run.waitsFor && (
            <span>
              <WaitWords waiting={run.waitsFor} isExact />
              {run.moreWaits > 0 && `, and ${run.moreWaits} more`}
            </span>
          )}
          <span className="break-all font-mono text-code text-ink-muted">{run.id}</span>
        </div>
      </PageHeader>
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <RunSteps runId={run.id} isActive={isActive} />
          {run.result !== null && (
            <Section title={run.status === "failed" ? "Error" : "Result"}>
              <div className="pt-3">
                <JsonView text={run.result} label="Result" className="max-h-96" />
              </div>
            </Section>
          )}
          {run.eventData !== null && (
            <Section title="Event data">
              <div className="pt-3">
                <JsonView text={run.eventData} label="Event data" className="max-h-96" />
              </div>
            </Section>
          )}
        </div>
        <RunFacts run={run} />
      </div>
      {isAsking && isActive && (
        <ConfirmDialog
          title={`Cancel this run of ${name}?`}
          act="Cancel run"
          isPending={cancel.isPending}
          error={cancel.error}
          onConfirm={() => cancel.mutate({ id: run.id }, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          A step under way ends, no other starts. What the hub still finds undone, it takes up again within
          minutes; to stop an execution for good, cancel the execution itself.
        </ConfirmDialog>
      )}
    </>
  );
}
