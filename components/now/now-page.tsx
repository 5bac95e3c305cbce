"use client";

import { useQuery } from "@tanstack/react-query";
import { UrgentMessages } from "@/components/messages/urgent-messages";
import { FirstSteps } from "@/components/now/first-steps";
import { NowFigures } from "@/components/now/now-figures";
import { NowSkeleton } from "@/components/now/now-skeleton";
import { RecentEvents } from "@/components/now/recent-events";
import { RunningList } from "@/components/now/running-list";
import { Troubles } from "@/components/now/troubles";
import { WaitingList } from "@/components/now/waiting-list";
import { WentWrong } from "@/components/now/went-wrong";
import { ErrorState } from "@/components/shared/error-state";
import { PageHeader } from "@/components/shared/page-header";
import { useTRPC } from "@/lib/trpc";

/** What happens at this moment, what needs a person, and what went wrong lately. */
export function NowPage() {
  const trpc = useTRPC();
  const overview = useQuery({
    ...trpc.executions.overview.queryOptions(),
    // Which tool runs changes without a change of the execution.
    refetchInterval: ({ state }) => (state.data && state.data.running.length > 0 ? 2_000 : false),
  });
  const { data } = overview;
  return (
    <>
      <PageHeader title="Now" />
      {!data && overview.error && (
        <ErrorState what="The overview" error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {!data && !overview.error && <NowSkeleton />}
      {data && data.executionCount === 0 && <FirstSteps />}
      {data && data.executionCount > 0 && (
        <>
          <NowFigures overview={data} />
          <div className="grid gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_24rem]">
            <div className="flex min-w-0 flex-col gap-8">
              <UrgentMessages />
              <Troubles />
              <RunningList executions={data.running} />
              <WaitingList executions={data.waiting} />
              <WentWrong executions={data.failedLastDay} total={data.failedLastDayCount} />
            </div>
            <RecentEvents />
          </div>
        </>
      )}
    </>
  );
}
