"use client";

import { useNow, useTimeZone } from "@/components/shared/clock";
import { formatExact, formatRelative } from "@/lib/dates";

/** How long there is until the policy of its severity acts: "due in 2 h". Nothing when it does not. */
export function DueTime({ at }: { at: string | null }) {
  const now = useNow();
  const zone = useTimeZone();
  if (at === null) return null;
  const moment = Date.parse(at);
  return (
    <time dateTime={at} title={`Due ${formatExact(moment, zone)}`} className="whitespace-nowrap">
      {moment > now ? `due ${formatRelative(moment, now)}` : "overdue"}
    </time>
  );
}
