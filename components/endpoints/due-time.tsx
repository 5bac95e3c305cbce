"use client";

import { useNow, useTimeZone } from "@/components/shared/clock";
import { formatExact } from "@/lib/dates";
import { formatDuration } from "@/lib/format";

/** A moment ahead, counting down: "in 4 min 12 s", and "now" once it is there. `at` is an ISO time. */
export function DueTime({ at }: { at: string }) {
  const now = useNow("second");
  const zone = useTimeZone();
  const moment = Date.parse(at);
  const leftMs = Math.ceil((moment - now) / 1_000) * 1_000;
  return (
    <time dateTime={at} title={formatExact(moment, zone)} className="whitespace-nowrap tabular-nums">
      {leftMs > 0 ? `in ${formatDuration(leftMs)}` : "now"}
    </time>
  );
}
