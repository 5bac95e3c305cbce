import Link from "next/link";
import { ExecutionWait } from "@/components/executions/execution-wait";
import { runningSince } from "@/components/executions/running-since";
import type { Column } from "@/components/shared/data-table-columns";
import { Elapsed } from "@/components/shared/elapsed";
import { Duration, Figure, Money, Tokens } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { ExecutionStatus } from "@/components/shared/status-badge";
import type { ExecutionOutput } from "@/server/executions/schema";

/** The columns of every list of executions; on a persona's own page its name is left out. */
export function listExecutionColumns(options: { hasPersona: boolean }): Column<ExecutionOutput>[] {
  return options.hasPersona ? [status, persona, ...rest] : [status, ...rest];
}

/** All tokens that were billed for an execution, however they were counted. */
export function countTokens(execution: ExecutionOutput): number {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens } = execution;
  return inputTokens + outputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens;
}

const status: Column<ExecutionOutput> = {
  id: "status",
  header: "Status",
  width: "w-38",
  cell: (row) => <ExecutionStatus status={row.status} waitingFor={row.waitingFor} />,
};

const persona: Column<ExecutionOutput> = {
  id: "persona",
  header: "Persona",
  isLink: true,
  cell: (row) => (
    <>
      <span className="font-semibold">{row.personaName}</span>
      {row.attempt > 0 && <span className="ml-2 text-ink-muted">attempt {row.attempt + 1}</span>}
    </>
  ),
};

const rest: Column<ExecutionOutput>[] = [
  {
    id: "cause",
    header: "Started by",
    narrow: "hide",
    from: "xl",
    cell: (row) =>
      row.eventId ? (
        <Link href={`/events/${row.eventId}`} prefetch={false} className="hover:underline">
          <Figure>{row.cause?.eventType ?? row.eventId}</Figure>
          {row.cause?.sourceId && <span className="ml-2 text-ink-muted">{row.cause.sourceId}</span>}
        </Link>
      ) : (
        <span className="text-ink-muted">{row.retryOfExecutionId ? "A re-run" : "By hand"}</span>
      ),
  },
  { id: "started", header: "Created", width: "w-28", cell: (row) => <RelativeTime at={row.createdAt} /> },
  {
    id: "duration",
    header: "Duration",
    width: "w-24",
    align: "end",
    cell: (row) =>
      row.status === "running" && row.startedAt ? (
        <Elapsed since={runningSince(row)} />
      ) : row.status === "queued" && (row.line || row.notBefore) ? (
        <ExecutionWait execution={row} />
      ) : (
        <Duration ms={row.durationMs} />
      ),
  },
  {
    id: "tokens",
    header: "Tokens",
    width: "w-24",
    align: "end",
    narrow: "hide",
    from: "lg",
    cell: (row) => <Tokens count={countTokens(row)} />,
  },
  { id: "cost", header: "Cost", width: "w-22", align: "end", cell: (row) => <Money usd={row.costUsd} /> },
];
