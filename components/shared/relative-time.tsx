"use client";

import { useNow, useTimeZone } from "@/components/shared/clock";
import { formatExact, formatRelative } from "@/lib/dates";

/** A clock that lags behind the hub's by less than this must not make the past look like the future. */
const skewMs = 60_000;

/** "3 min ago" or "in 2 h", kept current, with the exact time in the workspace's zone on hover. `at` is an ISO time. */
export function RelativeTime({ at }: { at: string }) {
  const now = useNow();
  const zone = useTimeZone();
  const moment = Date.parse(at);
  return (
    <time dateTime={at} title={formatExact(moment, zone)} className="whitespace-nowrap">
      {formatRelative(moment, moment - now > skewMs ? now : Math.max(now, moment))}
    </time>
  );
}

/** The exact time in the workspace's zone. */
export function ExactTime({ at }: { at: string }) {
  const zone = useTimeZone();
  return <time dateTime={at}>{formatExact(Date.parse(at), zone)}</time>;
}
