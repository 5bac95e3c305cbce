"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Waypoints } from "lucide-react";
import { useQueryState } from "nuqs";
import { EventsTabs } from "@/components/events/events-tabs";
import { toLanesQuery, type WindowName, windowNames, windows } from "@/components/events/lane-windows";
import { LanesChart } from "@/components/events/lanes-chart";
import { LanesTable } from "@/components/events/lanes-table";
import { layOutLanes, listMarks } from "@/components/events/lay-out-lanes";
import { useNow, useTimeZone } from "@/components/shared/clock";
import { EmptyState } from "@/components/shared/empty-state";
import { ErrorState } from "@/components/shared/error-state";
import { PageHeader } from "@/components/shared/page-header";
import { Button } from "@/components/ui/button";
import { Segments } from "@/components/ui/segments";
import { Skeleton } from "@/components/ui/skeleton";
import { clientParsers } from "@/lib/client-parsers";
import { formatClock } from "@/lib/dates";
import { formatCount } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";
import type { EventLanes } from "@/server/events/schema";

const windowState = clientParsers.parseAsStringLiteral(windowNames).withDefault("1h");
const options = windowNames.map((value) => ({ value, label: windows[value].label }));

/** What happened over time: events, the personas they reached, and how long those worked. */
export function LanesView() {
  const trpc = useTRPC();
  const now = useNow();
  const [name, setName] = useQueryState("window", windowState);
  const query = useQuery({
    ...trpc.events.lanes.queryOptions(toLanesQuery(name, now)),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHeader title="Events" />
      <EventsTabs />
      <div className="mb-1 flex flex-wrap items-center gap-3">
        <Segments
          label="How far back"
          value={name}
          onValue={(value) => void setName(value)}
          options={options}
        />
        {query.data && <Counts data={query.data} />}
      </div>
      {query.error && !query.data && (
        <ErrorState what="The lanes" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {!query.data && !query.error && <Skeleton className="mt-9 h-72 w-full" />}
      {query.data && <Lanes data={query.data} name={name} now={now} onWider={() => void setName("24h")} />}
    </>
  );
}

type LanesProps = { data: EventLanes; name: WindowName; now: number; onWider: () => void };

function Lanes({ data, name, now, onWider }: LanesProps) {
  const zone = useTimeZone();
  if (data.events.length === 0 && data.executions.length === 0) {
    return (
      <EmptyState
        icon={Waypoints}
        title="Nothing happened in this time"
        action={name !== "24h" && <Button onClick={onWider}>Look back 24 h</Button>}
      >
        Events appear here as they arrive, each with a line to the executions it causes.
      </EmptyState>
    );
  }
  const since = now - windows[name].spanMs;
  const axis = listMarks(since, now, windows[name].markMs).map((moment) => ({
    label: formatClock(moment, zone),
    at: (moment - since) / windows[name].spanMs,
  }));
  return (
    <>
      <LanesChart {...layOutLanes(data, since, now)} axis={axis} />
      <LanesTable data={data} />
    </>
  );
}

function Counts({ data: { events, executions, eventCount, executionCount } }: { data: EventLanes }) {
  const say = (shown: number, count: number, noun: string) =>
    shown < count
      ? `the newest ${formatCount(shown)} of ${formatCount(count)} ${noun}`
      : `${formatCount(count)} ${noun}`;
  return (
    <span className="text-ink-muted text-table">
      {say(events.length, eventCount, "events")}, {say(executions.length, executionCount, "executions")}
    </span>
  );
}
