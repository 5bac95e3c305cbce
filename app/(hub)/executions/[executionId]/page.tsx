import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { ExecutionView } from "@/components/executions/execution-view";

export const metadata: Metadata = { title: "Execution" };

export default async function Page({ params }: { params: Promise<{ executionId: string }> }) {
  const { executionId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.executions.get.queryOptions({ executionId })),
      ]}
    >
      <ExecutionView executionId={executionId} />
    </Prefetched>
  );
}
