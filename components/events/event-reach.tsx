import Link from "next/link";
import { statusLooks } from "@/components/shared/status-looks";
import { toneInk } from "@/components/shared/tones";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import type { EventOutput, ReachedExecution } from "@/server/events/schema";

type EventReachProps = {
  event: EventOutput;
  /** Undefined while it is not known. */
  executions: ReachedExecution[] | undefined;
};

/** How many personas are named; the rest is counted. */
const named = 2;

/** Whom an event reached, with how that stands. */
export function EventReach({ event, executions }: EventReachProps) {
  const isOpen = event.status === "pending" || event.status === "processing";
  if (!executions) return <Skeleton className="h-3.5 w-32" />;
  if (executions.length === 0)
    return (
      <span data-none className="text-ink-muted">
        {isOpen ? "…" : "nobody"}
      </span>
    );
  const more = executions.length - named;
  return (
    <span className="inline-flex max-w-full items-center gap-3">
      {executions.slice(0, named).map((execution) => (
        <ReachedPersona key={execution.id} execution={execution} />
      ))}
      {more > 0 && <span className="text-ink-muted">+{more}</span>}
    </span>
  );
}

/** A persona's name with its execution's status as an icon; the word is read out, and shown on hover. */
export function ReachedPersona({ execution }: { execution: ReachedExecution }) {
  const { icon: Icon, tone, word, isMoving } = lookOf(execution);
  const status = word ?? execution.status;
  return (
    <Link
      href={`/executions/${execution.id}`}
      prefetch={false}
      title={`${execution.personaName}: ${status}`}
      aria-label={`${execution.personaName}, ${status}`}
      className="inline-flex min-w-0 items-center gap-1.5 hover:underline"
    >
      <Icon aria-hidden className={cn("size-3.5 shrink-0", toneInk[tone], isMoving && "animate-spin")} />
      <span className="truncate">{execution.personaName}</span>
    </Link>
  );
}

/** How an execution stands: its status, or what it waits for. */
export function lookOf({ status, waitingFor }: { status: string; waitingFor: string | null }) {
  const waiting = waitingFor !== null && (status === "queued" || status === "running");
  const look = waiting ? statusLooks.waiting[waitingFor] : statusLooks.execution[status];
  return look ?? statusLooks.unknown;
}
