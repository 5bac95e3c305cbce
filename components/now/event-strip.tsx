"use client";

import { useQuery } from "@tanstack/react-query";
import { useTimeZone } from "@/components/shared/clock";
import { formatClock } from "@/lib/dates";
import { formatCount } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";

/** Events per minute over the last hour, a bar a minute, the tallest named. */
export function EventStrip() {
  const trpc = useTRPC();
  const zone = useTimeZone();
  const { data: minutes } = useQuery({ ...trpc.events.histogram.queryOptions(), refetchInterval: 60_000 });
  const counts = minutes ?? [];
  const most = Math.max(0, ...counts.map(({ count }) => count));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <figure className="border-line border-b py-3">
      <svg viewBox="0 0 240 40" preserveAspectRatio="none" aria-hidden="true" className="h-10 w-full">
        {counts.map(({ minute, count }, index) => {
          const height = count === 0 ? 1 : Math.max(3, (count / most) * 40);
          return (
            <rect
              key={minute}
              x={index * 4}
              y={40 - height}
              width={3}
              height={height}
              className={count === 0 ? "fill-line" : "fill-ink"}
            >
              <title>{`${formatClock(Date.parse(minute), zone)}: ${count}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption className="mt-1.5 flex justify-between text-ink-muted text-label">
        <span>
          {minutes ? `${formatCount(total)} in the last hour` : "Counting…"}
          {most > 1 && `, at most ${formatCount(most)} a minute`}
        </span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}
