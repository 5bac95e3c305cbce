"use client";

import { useQuery } from "@tanstack/react-query";
import { toneFill } from "@/components/shared/tones";
import { cn } from "@/lib/cn";
import { formatMoney } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";
import type { BudgetOutput } from "@/server/budgets/schema";

/** From this share of its budget on a persona's spend is a warning. */
const warnFrom = 0.8;

/** What a persona spent this month, against its budget when it has one. Nothing while it spent nothing without one. */
export function PersonaBudget({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.budgets.list.queryOptions({ personaId, limit: 1 }));
  const [budget] = data?.items ?? [];
  if (!budget || (budget.limitUsd === null && budget.spentUsd === 0)) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-table tabular-nums">
      <span>
        {formatMoney(budget.spentUsd)}
        {budget.limitUsd !== null && ` of ${formatMoney(budget.limitUsd)}`}{" "}
        <span className="text-ink-muted">spent this month</span>
      </span>
      {budget.share !== null && <BudgetBar budget={budget} share={budget.share} />}
      {budget.heldUsd > 0 && (
        <span className="text-ink-muted">up to {formatMoney(budget.heldUsd)} under way</span>
      )}
      {budget.reachedAt && <span className="font-semibold text-failed">Budget reached</span>}
    </p>
  );
}

function BudgetBar({ budget, share }: { budget: BudgetOutput; share: number }) {
  const tone = budget.reachedAt || share >= 1 ? "failed" : share >= warnFrom ? "waiting" : "completed";
  return (
    <span aria-hidden className="block h-1.5 w-32 overflow-hidden rounded-md bg-line">
      <span
        className={cn("block h-full", toneFill[tone])}
        style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }}
      />
    </span>
  );
}
