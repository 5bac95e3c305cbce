import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { ExecutionView } from "@/components/executions/execution-view";
import { createPageQueries } from "@/server/trpc/page";

type Params = Promise<{ executionId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { executionId } = await params;
  const { queryClient, trpc } = await createPageQueries();
  const found = await queryClient
    .fetchQuery(trpc.executions.get.queryOptions({ executionId }))
    .catch(() => null);
  return { title: found ? `${found.personaName} · Execution` : "Execution" };
}

export default async function Page({ params }: { params: Params }) {
  const { executionId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.executions.get.queryOptions({ executionId })),
        queryClient.prefetchQuery(trpc.traces.get.queryOptions({ executionId })),
      ]}
    >
      <ExecutionView executionId={executionId} />
    </Prefetched>
  );
}
