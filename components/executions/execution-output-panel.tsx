"use client";

import { ArrowDown, Terminal } from "lucide-react";
import { useState } from "react";
import type { OutputPart } from "@/components/executions/output-parts";
import { OutputText } from "@/components/executions/output-text";
import { isLive } from "@/components/executions/use-execution-acts";
import type { StreamPhase } from "@/components/executions/use-execution-stream";
import { useFollowTail } from "@/components/executions/use-follow-tail";
import { CopyButton } from "@/components/shared/copy-button";
import { EmptyState } from "@/components/shared/empty-state";
import { Button } from "@/components/ui/button";
import type { ExecutionDetail } from "@/server/executions/schema";

type OutputPanelProps = { execution: ExecutionDetail; parts: OutputPart[] | null; phase: StreamPhase };

/** What an execution says. While it runs the view follows its end, until the reader scrolls away. */
export function ExecutionOutputPanel({ execution, parts, phase }: OutputPanelProps) {
  const [isRaw, setRaw] = useState(false);
  const shown = parts ?? toParts(execution);
  const text = shown.map((part) => part.text).join("\n");
  const live = isLive(execution) && phase !== "ended";
  const { tail, isAway, jump } = useFollowTail(live, text.length);
  return (
    <div className="flex flex-col gap-3">
      {execution.errorMessage && (
        <ExecutionFault message={execution.errorMessage} isCancelled={execution.status === "cancelled"} />
      )}
      {text.length > 0 && (
        <div className="flex items-center gap-1">
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
      )}
      {text.length === 0 && !execution.errorMessage && <NoOutput execution={execution} isLive={live} />}
      <OutputText parts={shown} isRaw={isRaw} />
      {live && text.length > 0 && <span aria-hidden className="h-4 w-2 animate-pulse bg-ink" />}
      <div ref={tail} aria-hidden />
      {execution.totalOutputLines > execution.output.length && !parts && (
        <p className="text-ink-muted text-table">
          The first {execution.output.length} of {execution.totalOutputLines} lines. The rest is at{" "}
          <code className="font-mono text-code">
            /api/executions/{execution.id}?offset={execution.output.length}
          </code>
          .
        </p>
      )}
      {live && isAway && (
        <div className="sticky bottom-4 flex justify-center">
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
  const words =
    execution.status === "queued"
      ? "Waiting for its turn to start…"
      : "Started; waiting for the first words…";
  return (
    <p role="status" className="animate-pulse py-10 text-center text-ink-muted">
      {words}
    </p>
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

function toParts(execution: ExecutionDetail): OutputPart[] {
  if (execution.output.length === 0) return [];
  return [{ key: "stored", kind: "text", turn: 0, text: execution.output.join("\n") }];
}
