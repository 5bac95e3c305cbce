import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount, formatMoney } from "@/lib/format";
import type { ExecutionOverview } from "@/server/executions/schema";

/** The hub in four figures; each leads to what it counts. */
export function NowFigures({ overview }: { overview: ExecutionOverview }) {
  const { running, waiting, failedLastDayCount, spentTodayUsd } = overview;
  return (
    <dl className="mb-8 grid grid-cols-2 gap-y-4 sm:grid-cols-4">
      <FigureCell name="Running" href="/executions?status=running">
        {formatCount(running.length)}
      </FigureCell>
      <FigureCell name="Waiting" href="/executions?status=queued">
        {formatCount(waiting.length)}
      </FigureCell>
      <FigureCell name="Failed in the last day" href="/executions?status=failed&within=day">
        {formatCount(failedLastDayCount)}
      </FigureCell>
      <FigureCell name="Spent today" href="/executions?within=day">
        {formatMoney(spentTodayUsd)}
      </FigureCell>
    </dl>
  );
}

function FigureCell({ name, href, children }: { name: string; href: string; children: ReactNode }) {
  return (
    <div className="border-line sm:border-l sm:pl-4 sm:first:border-l-0 sm:first:pl-0">
      <dt className="text-ink-muted text-table">{name}</dt>
      <dd>
        <Link
          href={href}
          prefetch={false}
          className="rounded-md font-semibold text-figure tabular-nums hover:underline"
        >
          {children}
        </Link>
      </dd>
    </div>
  );
}
