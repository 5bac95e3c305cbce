"use client";

import Link from "next/link";
import { useNow } from "@/components/shared/clock";
import { Elapsed } from "@/components/shared/elapsed";
import { Section } from "@/components/shared/section";
import type { WorkerOutput } from "@/server/workers/schema";

type Running = WorkerOutput["executions"][number];

/** What a worker is doing: each execution, how long, and how long its lease still holds. */
export function WorkerExecutions({ worker: { executions } }: { worker: WorkerOutput }) {
  return (
    <Section title="Doing now">
      {executions.length === 0 && <p className="py-3 text-ink-muted text-table">Nothing at the moment.</p>}
      <ul>
        {executions.map((execution) => (
          <ExecutionLine key={execution.executionId} execution={execution} />
        ))}
      </ul>
    </Section>
  );
}

function ExecutionLine({ execution }: { execution: Running }) {
  const { executionId, personaName, startedAt, stage, activeTool, leaseNumber } = execution;
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-1.5 text-table">
      <Link
        href={`/executions/${executionId}`}
        prefetch={false}
        className="font-semibold underline-offset-2 hover:underline"
      >
        {personaName}
      </Link>
      <span className="min-w-0 flex-1 basis-40 truncate text-ink-muted">
        {activeTool ?? stageWords[stage ?? ""] ?? "Starting"}
      </span>
      {startedAt && <Elapsed since={startedAt} />}
      <LeaseLeft execution={execution} />
      {leaseNumber > 1 && <span className="text-ink-muted">Lease {leaseNumber}</span>}
    </li>
  );
}

function LeaseLeft({ execution: { leaseExpiresAt } }: { execution: Running }) {
  const now = useNow("second");
  const seconds = Math.ceil((Date.parse(leaseExpiresAt) - now) / 1_000);
  return (
    <span className="text-ink-muted tabular-nums">
      {seconds > 0 ? `Lease holds ${seconds} s` : "Lease has lapsed"}
    </span>
  );
}

const stageWords: Record<string, string> = {
  initializing: "Starting",
  thinking: "Thinking",
  tool_calling: "Using a tool",
  tool_result: "Reading a tool's result",
  generating: "Writing",
  paused_for_review: "Waits for a person",
};
