import { type StatusKind, statusLooks } from "@/components/shared/status-looks";
import { toneInk, toneTint } from "@/components/shared/tones";
import { cn } from "@/lib/cn";

/**
 * A status as icon, word and colour: of an execution, of an event, or what a queued execution waits for.
 * A status this version does not know is shown by its own name.
 */
export function StatusBadge({ kind, status }: { kind: StatusKind; status: string }) {
  const look = statusLooks[kind][status] ?? statusLooks.unknown;
  const { icon: Icon, tone, word } = look;
  return (
    <span
      className={cn(
        "inline-flex h-[22px] items-center gap-1.5 whitespace-nowrap rounded-md px-1.5 text-ink text-label",
        toneTint[tone],
      )}
    >
      <Icon aria-hidden className={cn("size-3.5", toneInk[tone], look.isMoving && "animate-spin")} />
      {word ?? status}
    </span>
  );
}

/** An execution's status and, while it waits, what for. */
export function ExecutionStatus({ status, waitingFor }: { status: string; waitingFor: string | null }) {
  const isWaiting = waitingFor !== null && (status === "queued" || status === "running");
  return (
    <span className="inline-flex flex-wrap gap-1">
      {isWaiting ? (
        <StatusBadge kind="waiting" status={waitingFor} />
      ) : (
        <StatusBadge kind="execution" status={status} />
      )}
    </span>
  );
}
