import type { ReactNode } from "react";
import { formatCount, formatDuration } from "@/lib/format";
import type { EngineOverview } from "@/server/engine/schema";

/** How busy the engine is, in one line of figures. */
export function EngineFigures({ overview }: { overview: EngineOverview }) {
  const { live, runs, outbox } = overview;
  return (
    <dl className="mb-6 grid grid-cols-2 gap-x-4 gap-y-4 sm:grid-cols-3 lg:grid-cols-6">
      <Item name="Queue">{live ? formatCount(live.queueDepth) : "–"}</Item>
      <Item name="Oldest in queue">
        {live ? (live.oldestQueuedMs === null ? "none" : formatDuration(live.oldestQueuedMs)) : "–"}
      </Item>
      <Item name="Active runs">{formatCount(runs.active)}</Item>
      <Item name="of these waiting">{formatCount(runs.waiting)}</Item>
      <Item name="Failed in 24 hours">{formatCount(runs.failedLastDay)}</Item>
      <Item name="Outbox">
        {outbox.oldestMs === null
          ? "empty"
          : `${formatCount(outbox.depth)}, oldest ${formatDuration(outbox.oldestMs)}`}
      </Item>
    </dl>
  );
}

function Item({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col-reverse">
      <dt className="text-ink-muted text-label">{name}</dt>
      <dd className="truncate font-semibold tabular-nums">{children}</dd>
    </div>
  );
}
