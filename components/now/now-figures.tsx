"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount, formatMoney } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";
import type { ExecutionOverview } from "@/server/executions/schema";

/** The hub in four figures; each leads to what it counts. */
export function NowFigures({ overview }: { overview: ExecutionOverview }) {
  const { running, waiting, failedLastDayCount, spentTodayUsd } = overview;
  return (
    <dl className="mb-8 grid grid-cols-2 gap-y-4 sm:grid-cols-5">
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
      <MonthFigure />
    </dl>
  );
}

/** What the personas that have a budget spent of it this month, together. Nothing while none has one. */
function MonthFigure() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.budgets.list.queryOptions({ limit: 500 }));
  const budgets = data?.items.filter(({ limitUsd }) => limitUsd !== null) ?? [];
  if (budgets.length === 0) return null;
  const spent = budgets.reduce((sum, { spentUsd }) => sum + spentUsd, 0);
  const limit = budgets.reduce((sum, { limitUsd }) => sum + (limitUsd ?? 0), 0);
  return (
    <FigureCell name="Of this month's budgets" href="/personas">
      {formatMoney(spent)}
      <span className="font-normal text-base text-ink-muted"> of {formatMoney(limit)}</span>
    </FigureCell>
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
