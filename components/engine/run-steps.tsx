"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, Hourglass } from "lucide-react";
import { useState } from "react";
import { refreshMs } from "@/components/engine/refresh";
import { WaitWords } from "@/components/engine/wait-words";
import { ErrorState } from "@/components/shared/error-state";
import { JsonView } from "@/components/shared/json-view";
import { Pagination } from "@/components/shared/pagination";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { toneInk } from "@/components/shared/tones";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { useTRPC } from "@/lib/trpc";
import type { EngineStep } from "@/server/engine/schema";

const pageSize = 100;
const kinds = { run: "step", sleep: "sleep", event: "wait for an event", invoke: "another run" };

/** The steps of a run: those that ended in their order, then those that wait. */
export function RunSteps({ runId, isActive }: { runId: string; isActive: boolean }) {
  const trpc = useTRPC();
  const [page, setPage] = useState(1);
  const query = useQuery({
    ...trpc.engine.steps.queryOptions({ id: runId, limit: pageSize, offset: (page - 1) * pageSize }),
    placeholderData: keepPreviousData,
    refetchInterval: isActive ? refreshMs : false,
  });
  const { data, error } = query;
  return (
    <Section title="Steps">
      {!data && error && <ErrorState what="The steps" error={error} onRetry={() => void query.refetch()} />}
      {!data && !error && <Skeleton className="mt-3 h-8 w-full" />}
      {data?.total === 0 && (
        <p className="py-6 text-ink-muted">
          {isActive ? "It has not reached its first step." : "It had no steps."}
        </p>
      )}
      <ol aria-label="Steps" className="flex flex-col">
        {data?.items.map((step) => (
          <StepItem key={step.id} step={step} />
        ))}
      </ol>
      <Pagination page={page} pageSize={pageSize} total={data?.total ?? 0} onPage={setPage} />
    </Section>
  );
}

function StepItem({ step }: { step: EngineStep }) {
  const [isOpen, setOpen] = useState(step.isFailed);
  const [Icon, tone, word] = step.waitsFor
    ? ([Hourglass, "waiting", "Waiting"] as const)
    : step.isFailed
      ? ([CircleX, "failed", "Failed"] as const)
      : ([CircleCheck, "completed", "Done"] as const);
  return (
    <li className="flex flex-col gap-2 border-line border-b py-2 text-table">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <span className="inline-flex items-center gap-1.5">
          <Icon aria-hidden className={cn("size-4", toneInk[tone])} /> {word}
        </span>
        <span className="min-w-0 break-all font-mono font-semibold text-code">{step.name}</span>
        <span className="text-ink-muted">{kinds[step.kind]}</span>
        <span className="ml-auto text-ink-muted">
          {step.waitsFor ? <WaitWords waiting={step.waitsFor} isExact /> : <ExactTime at={step.updatedAt} />}
        </span>
        {step.outcome !== null && step.outcome !== "null" && (
          <Button
            tone="quiet"
            aria-expanded={isOpen}
            aria-label={`${isOpen ? "Hide" : "Show"} what ${step.name} gave`}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? "Hide" : "Show"}
          </Button>
        )}
      </div>
      {isOpen && step.outcome !== null && (
        <JsonView text={step.outcome} label={`What ${step.name} gave`} className="max-h-80" />
      )}
    </li>
  );
}
