"use client";

import { CircleStop, RotateCw } from "lucide-react";
import dynamic from "next/dynamic";
import { parseAsBoolean, useQueryState } from "nuqs";
import { countTokens } from "@/components/executions/execution-columns";
import { ExecutionWait } from "@/components/executions/execution-wait";
import { runningSince } from "@/components/executions/running-since";
import { isLive, useExecutionActs } from "@/components/executions/use-execution-acts";
import { Elapsed } from "@/components/shared/elapsed";
import { Duration, Money, Tokens } from "@/components/shared/figures";
import { PageHeader } from "@/components/shared/page-header";
import { ExecutionStatus } from "@/components/shared/status-badge";
import { Button } from "@/components/ui/button";
import type { ExecutionDetail } from "@/server/executions/schema";

const RerunDialog = dynamic(
  () => import("@/components/executions/rerun-dialog").then((module) => module.RerunDialog),
  { ssr: false },
);

/** An execution's name, how it stands in figures, and what can be done with it. */
export function ExecutionHeader({ execution }: { execution: ExecutionDetail }) {
  const { cancel, rerun } = useExecutionActs();
  const [isChanging, setChanging] = useQueryState("rerun", parseAsBoolean.withDefault(false));
  const live = isLive(execution);
  const isCancelling = cancel.isPending || (live && execution.cancelRequestedAt !== null);
  const act = { executionId: execution.id };
  const acts = live ? (
    <Button disabled={isCancelling} onClick={() => cancel.mutate(act)}>
      <CircleStop aria-hidden className="size-3.5" /> {isCancelling ? "Cancelling…" : "Cancel"}
    </Button>
  ) : (
    <>
      <Button disabled={rerun.isPending} onClick={() => rerun.mutate(act)}>
        <RotateCw aria-hidden className="size-3.5" /> Re-run
      </Button>
      <Button onClick={() => void setChanging(true)}>Change and run…</Button>
    </>
  );
  return (
    <PageHeader
      title={execution.personaName}
      back={{ href: "/executions", label: "executions" }}
      actions={acts}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
        <ExecutionStatus status={execution.status} waitingFor={execution.waitingFor} />
        <ExecutionWait execution={execution} />
        {execution.line && (
          <span className="text-ink-muted">
            {execution.line.runningCount} of {execution.line.placeCount}{" "}
            {execution.line.placeCount === 1 ? "place is" : "places are"} taken
          </span>
        )}
        {execution.attempt > 0 && <span>Attempt {execution.attempt + 1}</span>}
        <span title="How long it ran">
          {execution.status === "running" && execution.startedAt ? (
            <Elapsed since={runningSince(execution)} />
          ) : (
            <Duration ms={execution.durationMs} />
          )}
        </span>
        {countTokens(execution) > 0 && (
          <span title="Tokens, all kinds">
            <Tokens count={countTokens(execution)} /> tokens
          </span>
        )}
        {execution.costUsd > 0 && (
          <span title="Cost">
            <Money usd={execution.costUsd} />
          </span>
        )}
      </div>
      {isChanging && <RerunDialog execution={execution} onClose={() => void setChanging(null)} />}
    </PageHeader>
  );
}
