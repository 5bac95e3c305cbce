"use client";

import { RotateCw } from "lucide-react";
import Link from "next/link";
import { useExecutionActs } from "@/components/executions/use-execution-acts";
import { ExecutionLine } from "@/components/now/execution-line";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import type { ExecutionOutput } from "@/server/executions/schema";

/** What failed within a day, why, and the way to run it again. */
export function WentWrong({ executions, total }: { executions: ExecutionOutput[]; total: number }) {
  const { rerun } = useExecutionActs();
  return (
    <Section
      title="Went wrong in the last day"
      action={
        total > executions.length && (
          <Link
            href="/executions?status=failed&within=day"
            className="text-table underline underline-offset-2"
          >
            All {total}
          </Link>
        )
      }
    >
      {executions.length === 0 ? (
        <p className="py-4 text-ink-muted">Nothing did.</p>
      ) : (
        <ul>
          {executions.map((execution) => (
            <ExecutionLine
              key={execution.id}
              execution={execution}
              note={
                <span title={execution.errorMessage ?? undefined}>
                  {execution.errorMessage ?? "It gave no reason."}
                </span>
              }
              figures={<RelativeTime at={execution.completedAt ?? execution.updatedAt} />}
              action={
                <Button
                  tone="quiet"
                  className="-mx-3 max-sm:ml-auto"
                  disabled={rerun.isPending}
                  aria-label={`Re-run ${execution.personaName}`}
                  onClick={() => rerun.mutate({ executionId: execution.id })}
                >
                  <RotateCw aria-hidden className="size-3.5" /> Re-run
                </Button>
              }
            />
          ))}
        </ul>
      )}
    </Section>
  );
}
