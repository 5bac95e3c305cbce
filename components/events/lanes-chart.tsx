"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { lookOf } from "@/components/events/event-reach";
import type { Bar, Lane, Tick } from "@/components/events/lay-out-lanes";
import { moveByArrow } from "@/components/events/move-by-arrow";
import { statusLooks } from "@/components/shared/status-looks";
import { toneFill, toneTint } from "@/components/shared/tones";
import { cn } from "@/lib/cn";
import { formatDuration } from "@/lib/format";

/** Heights in pixels: of the events' lane, of a line in a lane, and of the room around its lines: above, a narrow screen writes its name. */
const eventsHeight = 34;
const rowHeight = 14;
const lanePadding = { top: 13, bottom: 5 };

type Axis = { label: string; at: number }[];
type LanesChartProps = { ticks: Tick[]; lanes: Lane[]; axis: Axis };
type Focus = { eventId: string | null; executionId: string | null; words: ReactNode };

/**
 * Events on the top lane, executions as bars to scale on a lane for each persona, a line from each event to what
 * it caused. What is pointed at or focused is described above; the arrow keys move between the marks.
 */
export function LanesChart({ ticks, lanes, axis }: LanesChartProps) {
  const [focus, setFocus] = useState<Focus | null>(null);
  const tops: number[] = [];
  let height = eventsHeight;
  for (const lane of lanes) {
    tops.push(height);
    height += lane.rows * rowHeight + lanePadding.top + lanePadding.bottom;
  }
  const typeOf = new Map(ticks.map(({ event }) => [event.id, event.eventType]));
  const isLit = (bar: Bar) =>
    focus !== null &&
    (focus.executionId === bar.execution.id ||
      (focus.executionId === null && focus.eventId === bar.execution.eventId));
  return (
    <figure
      aria-label="Events and executions over time"
      onKeyDown={moveByArrow}
      onPointerLeave={() => setFocus(null)}
    >
      <figcaption className="flex min-h-9 items-center gap-2 overflow-hidden whitespace-nowrap text-ink-muted text-table">
        {focus?.words ?? "Point at a mark to read it; press it to open it."}
      </figcaption>
      <div className="flex border-line border-y">
        <div className="w-40 shrink-0 border-line border-r text-table max-sm:hidden">
          <LaneName height={eventsHeight}>Events</LaneName>
          {lanes.map((lane) => (
            <LaneName
              key={lane.personaId}
              height={lane.rows * rowHeight + lanePadding.top + lanePadding.bottom}
            >
              <Link
                href={`/personas/${lane.personaId}`}
                prefetch={false}
                className="truncate hover:underline"
              >
                {lane.name}
              </Link>
            </LaneName>
          ))}
        </div>
        <div className="relative min-w-0 flex-1 overflow-hidden" style={{ height }}>
          <svg
            aria-hidden="true"
            viewBox={`0 0 1000 ${height}`}
            preserveAspectRatio="none"
            className="absolute inset-0 size-full"
          >
            {axis.map(({ at }) => (
              <line
                key={at}
                x1={at * 1000}
                x2={at * 1000}
                y1={0}
                y2={height}
                className="stroke-line"
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {tops.map((top) => (
              <line
                key={top}
                x1={0}
                x2={1000}
                y1={top}
                y2={top}
                className="stroke-line"
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {lanes.flatMap((lane, index) =>
              lane.bars.map((bar) =>
                bar.cause === null ? null : (
                  <path
                    key={bar.execution.id}
                    d={`M ${bar.cause * 1000} ${eventsHeight - 6} L ${bar.from * 1000} ${barTop(tops[index] ?? 0, bar) + 5}`}
                    className={cn("fill-none", isLit(bar) ? "stroke-ink" : "stroke-line-strong opacity-50")}
                    vectorEffect="non-scaling-stroke"
                  />
                ),
              ),
            )}
          </svg>
          <div data-lane>
            {ticks.map((tick, index) => (
              <EventTick key={tick.event.id} tick={tick} isFirst={index === 0} onFocus={setFocus} />
            ))}
          </div>
          {lanes.map((lane, index) => (
            <div key={lane.personaId} data-lane>
              <span
                aria-hidden
                className="absolute left-1 max-w-full truncate text-ink-muted text-label sm:hidden"
                style={{ top: (tops[index] ?? 0) - 1 }}
              >
                {lane.name}
              </span>
              {lane.bars.map((bar) => (
                <ExecutionBar
                  key={bar.execution.id}
                  bar={bar}
                  top={barTop(tops[index] ?? 0, bar)}
                  cause={typeOf.get(bar.execution.eventId ?? "")}
                  onFocus={setFocus}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
      <div aria-hidden className="relative h-6 text-ink-muted text-label tabular-nums sm:ml-40">
        {axis.map(({ label, at }) => (
          <span key={at} className="absolute top-1 -translate-x-1/2" style={{ left: `${at * 100}%` }}>
            {at > 0.06 && at < 0.88 ? label : ""}
          </span>
        ))}
        <span className="absolute top-1 right-0">now</span>
      </div>
    </figure>
  );
}

function LaneName({ height, children }: { height: number; children: ReactNode }) {
  return (
    <div className="flex items-center border-line border-b pr-3 pl-1 last:border-b-0" style={{ height }}>
      {children}
    </div>
  );
}

type MarkProps = { onFocus: (focus: Focus) => void };

function EventTick({ tick: { event, at }, isFirst, onFocus }: MarkProps & { tick: Tick; isFirst: boolean }) {
  const look = statusLooks.event[event.status] ?? statusLooks.unknown;
  const words = [event.eventType, event.sourceId, look.word ?? event.status].filter(Boolean).join(" · ");
  const show = () =>
    onFocus({ eventId: event.id, executionId: null, words: <Words look={look} text={words} /> });
  return (
    <Link
      data-at={at}
      href={`/events/${event.id}`}
      prefetch={false}
      aria-label={words}
      tabIndex={isFirst ? 0 : -1}
      onPointerEnter={show}
      onFocus={show}
      className="absolute top-1.5 grid h-6 w-2 -translate-x-1/2 place-items-center hover:z-10"
      style={{ left: `${at * 100}%` }}
    >
      <span className={cn("h-4 w-0.5 rounded-md", toneFill[look.tone])} />
    </Link>
  );
}

type ExecutionBarProps = MarkProps & { bar: Bar; top: number; cause: string | undefined };

function ExecutionBar({ bar, top, cause, onFocus }: ExecutionBarProps) {
  const { execution, from, start, end } = bar;
  const look = lookOf(execution);
  const ran = execution.startedAt
    ? formatDuration(
        (execution.completedAt ? Date.parse(execution.completedAt) : Date.now()) -
          Date.parse(execution.startedAt),
      )
    : null;
  const words = [
    execution.personaName,
    look.word ?? execution.status,
    ran,
    execution.attempt > 0 ? `attempt ${execution.attempt + 1}` : null,
    cause ? `caused by ${cause}` : null,
  ]
    .filter(Boolean)
    .join(" · ");
  const show = () =>
    onFocus({
      eventId: execution.eventId,
      executionId: execution.id,
      words: <Words look={look} text={words} />,
    });
  return (
    <Link
      data-at={from}
      href={`/executions/${execution.id}`}
      prefetch={false}
      aria-label={words}
      tabIndex={-1}
      onPointerEnter={show}
      onFocus={show}
      className="row-appear absolute flex h-3 min-w-1.5 items-center hover:z-10"
      style={{ top, left: `min(${from * 100}%, calc(100% - 6px))`, width: `${(end - from) * 100}%` }}
    >
      <span className={cn("h-1", toneTint.waiting)} style={{ width: share(start - from, end - from) }} />
      <span className={cn("h-2.5 min-w-1 flex-1 rounded-md", toneFill[look.tone])} />
    </Link>
  );
}

function Words({ look, text }: { look: ReturnType<typeof lookOf>; text: string }) {
  const { icon: Icon } = look;
  return (
    <>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate text-ink">{text}</span>
    </>
  );
}

/** What waits still is drawn hollow but for its end. */
function share(part: number, whole: number): string {
  return whole <= 0 ? "0" : `${Math.min(0.98, part / whole) * 100}%`;
}

function barTop(laneTop: number, { row }: Bar): number {
  return laneTop + lanePadding.top + row * rowHeight;
}
