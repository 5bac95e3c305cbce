"use client";

import { ArrowDown, Terminal } from "lucide-react";
import { useState } from "react";
import type { OutputPart } from "@/components/executions/output-parts";
import { OutputAhead, OutputText } from "@/components/executions/output-text";
import { isLive } from "@/components/executions/use-execution-acts";
import type { StreamPhase } from "@/components/executions/use-execution-stream";
import { useFollowTail } from "@/components/executions/use-follow-tail";
import { useStoredOutput } from "@/components/executions/use-stored-output";
import { CopyButton } from "@/components/shared/copy-button";
import { EmptyState } from "@/components/shared/empty-state";
import { ScrollRegion } from "@/components/shared/scroll-region";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format";
import type { ExecutionDetail } from "@/server/executions/schema";

type OutputPanelProps = { execution: ExecutionDetail; parts: OutputPart[] | null; phase: StreamPhase };

/** What an execution says. While it runs the view follows its end, until the reader scrolls away. */
export function ExecutionOutputPanel({ execution, parts, phase }: OutputPanelProps) {
  const [isRaw, setRaw] = useState(false);
  const stored = useStoredOutput(execution);
  const shown = parts ?? stored.parts;
  const text = shown.map((part) => part.text).join("\n");
  const live = isLive(execution) && phase !== "ended";
  const { tail, frame, isAway, jump } = useFollowTail(live, text.length);
  const isCancelled = execution.status === "cancelled";
  return (
    <div className="relative flex flex-col gap-3">
      {execution.errorMessage && (
        <ExecutionFault message={execution.errorMessage} isCancelled={isCancelled} />
      )}
      {text.length === 0 && !execution.errorMessage && <NoOutput execution={execution} isLive={live} />}
      {text.length > 0 && (
        <>
          <div className="-ml-3 flex items-center gap-1">
            <Button tone="quiet" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
              {isRaw ? "Show formatted" : "Show as written"}
            </Button>
            <CopyButton text={text} what="output" />
            {phase === "interrupted" && live && (
              <span role="status" className="ml-auto text-ink-muted text-table">
                The line dropped; picking up where it was…
              </span>
            )}
          </div>
          <ScrollRegion
            ref={frame}
            label="Output"
            className="pr-1 lg:max-h-[calc(100dvh-16rem)] lg:overflow-y-auto"
          >
            <OutputText parts={shown} isRaw={isRaw} />
            {live && <span aria-hidden className="mt-2 block h-4 w-2 animate-pulse bg-ink" />}
            {!parts && stored.missing > 0 && (
              <Button className="mt-3" disabled={stored.more.isPending} onClick={() => stored.more.mutate()}>
                Show more, {formatCount(stored.missing)} lines are left
              </Button>
            )}
            <div ref={tail} aria-hidden className="h-px" />
          </ScrollRegion>
        </>
      )}
      {live && isAway && (
        <div className="sticky bottom-4 flex justify-center lg:absolute lg:inset-x-0">
          <Button tone="primary" onClick={jump} className="shadow-float">
            <ArrowDown aria-hidden className="size-3.5" /> Jump to latest
          </Button>
        </div>
      )}
    </div>
  );
}

function NoOutput({ execution, isLive: live }: { execution: ExecutionDetail; isLive: boolean }) {
  if (!live) {
    return (
      <EmptyState
        icon={Terminal}
        title={
          execution.status === "cancelled" ? "Cancelled before it said anything" : "It ended without output"
        }
      />
    );
  }
  const isPaused = execution.status === "queued" && execution.startedAt !== null;
  const words = isPaused
    ? "It has said nothing yet."
    : execution.status === "queued"
      ? "Waiting for its turn to start…"
      : "Started; waiting for the first words…";
  return (
    <>
      <p role="status" className="py-10 text-center text-ink-muted">
        {words}
      </p>
      <OutputAhead />
    </>
  );
}

function ExecutionFault({ message, isCancelled }: { message: string; isCancelled: boolean }) {
  return (
    <div
      className={
        isCancelled ? "rounded-md bg-cancelled-tint px-3 py-2.5" : "rounded-md bg-failed-tint px-3 py-2.5"
      }
    >
      <p className="font-semibold">{isCancelled ? "Cancelled" : "Why it failed"}</p>
      <p className="whitespace-pre-wrap">{message}</p>
    </div>
  );
}
