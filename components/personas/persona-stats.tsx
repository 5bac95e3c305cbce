"use client";

import { useQuery } from "@tanstack/react-query";
import { formatCount, formatDuration, formatMoney } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";

/** What a persona did in the last seven days, in a line. Left out while it did nothing. */
export function PersonaStats({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const { data: stats } = useQuery(trpc.executions.stats.queryOptions({ personaId, period: 7 }));
  if (!stats || stats.total === 0) return null;
  const parts = [
    `${formatCount(stats.total)} in the last 7 days`,
    stats.successRate === null ? null : `${Math.round(stats.successRate * 100)} % completed`,
    stats.avgDurationMs === null ? null : `${formatDuration(stats.avgDurationMs)} each`,
    stats.totalCostUsd > 0 ? `${formatMoney(stats.totalCostUsd)} spent` : null,
  ];
  return <p className="text-ink-muted text-table tabular-nums">{parts.filter(Boolean).join(" · ")}</p>;
}
