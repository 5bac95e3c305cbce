"use client";

import type { ReactNode } from "react";
import { useNow, useTimeZone } from "@/components/shared/clock";
import { ExactTime } from "@/components/shared/relative-time";
import { formatExact, formatRelative } from "@/lib/dates";
import type { Waiting } from "@/server/engine/schema";

/** What a run or a step waits for, in words; `isExact` says the time in full. */
export function WaitWords({ waiting, isExact = false }: { waiting: Waiting; isExact?: boolean }) {
  const { kind, name, until, attempt } = waiting;
  const time = until && (isExact ? <ExactTime at={until} /> : <Ahead at={until} />);
  const untilWords: ReactNode = time && (isExact ? <> until {time}</> : <>, ends {time}</>);
  switch (kind) {
    case "sleep":
      return <>sleeps{untilWords}</>;
    case "event":
      return (
        <>
          waits for <span className="font-mono text-code">{name ?? "an event"}</span>
          {untilWords}
        </>
      );
    case "invoke":
      return <>waits for the run it started{untilWords}</>;
    case "retry":
      return (
        <>
          retry {attempt} {isExact && "at "}
          {time}
        </>
      );
    case "start":
      return (
        <>
          starts {isExact && "at "}
          {time}
        </>
      );
    case "call":
      return <>queued or under way</>;
  }
}

/** "in 3 min", with the exact time on hover. */
function Ahead({ at }: { at: string }) {
  const now = useNow();
  const zone = useTimeZone();
  const moment = Date.parse(at);
  return (
    <time dateTime={at} title={formatExact(moment, zone)} className="whitespace-nowrap">
      {formatRelative(moment, now)}
    </time>
  );
}
