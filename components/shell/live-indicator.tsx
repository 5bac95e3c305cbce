"use client";

import { useTimeZone } from "@/components/shared/clock";
import { useLiveState } from "@/components/shell/live-provider";
import { cn } from "@/lib/cn";
import { formatClock } from "@/lib/dates";

/** Whether what is shown is kept current, and since when it is or is not. */
export function LiveIndicator() {
  const { phase, since } = useLiveState();
  const zone = useTimeZone();
  const clock = since ? formatClock(since, zone) : "";
  const words = { connecting: "connecting", live: "live", lost: "catching up" }[phase];
  const title =
    phase === "live"
      ? `The live connection holds since ${clock}`
      : `No live connection since ${clock}: what you see may be out of date. It is being opened again.`;
  return (
    <span
      role="status"
      title={title}
      className="inline-flex h-8 items-center gap-1.5 whitespace-nowrap px-1 text-ink-muted text-label"
    >
      <span
        aria-hidden
        className={cn(
          "size-2 rounded-full",
          phase === "live"
            ? "bg-completed"
            : phase === "lost"
              ? "animate-pulse bg-waiting"
              : "animate-pulse bg-queued",
        )}
      />
      {words}
      {phase === "lost" && <span className="max-sm:sr-only">since {clock}</span>}
    </span>
  );
}
