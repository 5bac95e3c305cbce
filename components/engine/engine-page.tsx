"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink, Workflow } from "lucide-react";
import { EngineFigures } from "@/components/engine/engine-figures";
import { refreshMs } from "@/components/engine/refresh";
import { RunsList } from "@/components/engine/runs-list";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { EmptyState } from "@/components/shared/empty-state";
import { ErrorState } from "@/components/shared/error-state";
import { PageHeader } from "@/components/shared/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";
import type { EngineOverview } from "@/server/engine/schema";

/** The engine of the durable functions: how busy it is and what it runs. */
export function EnginePage() {
  const trpc = useTRPC();
  const overview = useQuery({ ...trpc.engine.overview.queryOptions(), refetchInterval: refreshMs });
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs />
      {overview.data && <LoadedEngine overview={overview.data} />}
      {!overview.data && overview.error && (
        <ErrorState what="The engine" error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {!overview.data && !overview.error && <Skeleton className="h-10 w-full" />}
    </>
  );
}

function LoadedEngine({ overview }: { overview: EngineOverview }) {
  if (overview.url) return <OtherEngine overview={overview} url={overview.url} />;
  return (
    <>
      {!overview.isAnswering && (
        <p role="status" className="mb-5 rounded-md bg-failed-tint px-3 py-2.5">
          {overview.problem} What is recorded meanwhile waits in the outbox. The runs below are read from the
          database; they cannot be cancelled or run again until it is back.
        </p>
      )}
      <EngineFigures overview={overview} />
      <RunsList />
    </>
  );
}

function OtherEngine({ overview, url }: { overview: EngineOverview; url: string }) {
  const name = overview.kind === "server" ? "an Inngest server" : "Inngest Cloud";
  return (
    <>
      <EngineFigures overview={overview} />
      <EmptyState
        icon={Workflow}
        title={`This hub runs on ${name}`}
        action={
          <a href={url} className="inline-flex items-center gap-1.5 underline underline-offset-2">
            Open {url} <ExternalLink aria-hidden className="size-3.5" />
          </a>
        }
      >
        It keeps the runs of the durable functions and shows them on its own pages.
      </EmptyState>
    </>
  );
}
