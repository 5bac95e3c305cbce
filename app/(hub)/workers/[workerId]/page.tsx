import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { WorkerView } from "@/components/workers/worker-view";

export const metadata: Metadata = { title: "Worker" };

export default async function Page({ params }: { params: Promise<{ workerId: string }> }) {
  const { workerId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.workers.get.queryOptions({ id: workerId })),
      ]}
    >
      <WorkerView workerId={workerId} />
    </Prefetched>
  );
}
