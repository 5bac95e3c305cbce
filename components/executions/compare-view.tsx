"use client";

import { useQuery } from "@tanstack/react-query";
import { Columns2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { CompareFigures } from "@/components/executions/compare-figures";
import { indentJson } from "@/components/executions/indent-json";
import { isLive } from "@/components/executions/use-execution-acts";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { EmptyState } from "@/components/shared/empty-state";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { Section } from "@/components/shared/section";
import { ButtonLink } from "@/components/ui/button-link";
import { Skeleton } from "@/components/ui/skeleton";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { ExecutionDetail } from "@/server/executions/schema";

const TextDiff = dynamic(
  () => import("@/components/executions/text-diff").then((module) => module.TextDiff),
  {
    loading: () => <Skeleton className="h-40 w-full" />,
  },
);

/** Two executions side by side: a first one and its re-run, or any other two. */
export function CompareView({ a, b }: { a: string; b: string }) {
  if (a === "" || b === "")
    return (
      <>
        <PageHeader title="Compare executions" back={{ href: "/executions", label: "executions" }} />
        <EmptyState
          icon={Columns2}
          title="Two executions are needed"
          action={<ButtonLink href="/executions">Open executions</ButtonLink>}
        >
          Open an execution, change it and run it again; its re-run leads here.
        </EmptyState>
      </>
    );
  return <LoadedPair a={a} b={b} />;
}

function LoadedPair({ a, b }: { a: string; b: string }) {
  const trpc = useTRPC();
  const first = useQuery(trpc.executions.get.queryOptions({ executionId: a }));
  const second = useQuery(trpc.executions.get.queryOptions({ executionId: b }));
  if (first.data && second.data) return <Comparison first={first.data} second={second.data} />;
  const [failed, id] = first.error && !first.data ? [first, a] : [second, b];
  if (!failed.error) return <DetailSkeleton />;
  if (readFailure(failed.error).code === "not_found")
    return <NotThere noun="execution" id={id} listHref="/executions" listLabel="Executions" />;
  return <ErrorState what="The execution" error={failed.error} onRetry={() => void failed.refetch()} />;
}

function Comparison({ first, second }: { first: ExecutionDetail; second: ExecutionDetail }) {
  const isSameInput = first.inputData === second.inputData;
  const isUnderWay = isLive(first) || isLive(second);
  return (
    <>
      <PageHeader
        title="Compare executions"
        back={{ href: `/executions/${second.id}`, label: "the second execution" }}
      >
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-ink-muted text-table">
          <IdLink word="First" execution={first} />
          <IdLink word="Second" execution={second} />
        </p>
      </PageHeader>
      <div className="flex flex-col gap-6">
        <CompareFigures first={first} second={second} />
        <Section title="Input" note={isSameInput ? "the same" : undefined}>
          {!isSameInput && (
            <div className="pt-3">
              <TextDiff
                label="Input"
                before={indentJson(first.inputData)}
                after={indentJson(second.inputData)}
                isCode
              />
            </div>
          )}
        </Section>
        <Section
          title="Output"
          note={!isUnderWay && readOutput(first) === readOutput(second) ? "the same" : undefined}
        >
          <div className="pt-3">
            {isUnderWay ? (
              <p className="text-ink-muted text-table">It is compared here once both have ended.</p>
            ) : (
              <TextDiff label="Output" before={readOutput(first)} after={readOutput(second)} />
            )}
          </div>
        </Section>
      </div>
    </>
  );
}

function IdLink({ word, execution }: { word: string; execution: ExecutionDetail }) {
  return (
    <span>
      {word}:{" "}
      <Link
        href={`/executions/${execution.id}`}
        className="font-mono text-code text-ink underline decoration-line-strong underline-offset-2"
      >
        {execution.id}
      </Link>{" "}
      of {execution.personaName}
    </span>
  );
}

function readOutput({ output, outputData }: ExecutionDetail): string {
  return outputData ?? output.join("\n");
}
