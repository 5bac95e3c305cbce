import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { RunView } from "@/components/engine/run-view";

export const metadata: Metadata = { title: "Run" };

export default async function Page({ params }: { params: Promise<{ runId: string }> }) {
  const { runId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.engine.get.queryOptions({ id: runId })),
        queryClient.prefetchQuery(trpc.engine.steps.queryOptions({ id: runId, limit: 100, offset: 0 })),
      ]}
    >
      <RunView runId={runId} />
    </Prefetched>
  );
}
