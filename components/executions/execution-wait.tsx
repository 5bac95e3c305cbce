"use client";

import { useNow, useTimeZone } from "@/components/shared/clock";
import { Figure } from "@/components/shared/figures";
import { formatExact, formatRelative } from "@/lib/dates";
import { formatCount, formatOrdinal } from "@/lib/format";
import type { ExecutionOutput } from "@/server/executions/schema";

type Waiting = Pick<ExecutionOutput, "status" | "line" | "notBefore">;

/** Where one that is queued stands: its place in the line, or when its next attempt may start. Nothing for others. */
export function ExecutionWait({ execution }: { execution: Waiting }) {
  if (execution.status !== "queued") return null;
  const { line, notBefore } = execution;
  if (line) {
    const title = `${formatCount(line.runningCount)} of ${formatCount(line.placeCount)} places are taken`;
    return (
      <span title={title} className="whitespace-nowrap">
        {formatOrdinal(line.position)} in line
      </span>
    );
  }
  return notBefore ? <NextAttempt at={notBefore} /> : null;
}

function NextAttempt({ at }: { at: string }) {
  const now = useNow("second");
  const zone = useTimeZone();
  const moment = Date.parse(at);
  return (
    <time dateTime={at} title={`Not before ${formatExact(moment, zone)}`} className="whitespace-nowrap">
      <Figure>{moment > now ? formatRelative(moment, now) : "due"}</Figure>
    </time>
  );
}
