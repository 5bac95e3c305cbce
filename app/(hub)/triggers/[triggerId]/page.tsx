import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { TriggerView } from "@/components/triggers/trigger-view";
import { nameTrigger } from "@/components/triggers/words";
import { createPageQueries } from "@/server/trpc/page";

type Params = Promise<{ triggerId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { triggerId: id } = await params;
  const { queryClient, trpc } = await createPageQueries();
  const found = await queryClient.fetchQuery(trpc.triggers.get.queryOptions({ id })).catch(() => null);
  return { title: found ? `${nameTrigger(found)} · Trigger` : "Trigger" };
}

export default async function Page({ params }: { params: Params }) {
  const { triggerId: id } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.triggers.get.queryOptions({ id })),
        queryClient.prefetchQuery(trpc.triggers.stats.queryOptions({ id })),
        queryClient.prefetchQuery(trpc.triggers.preview.queryOptions({ id })),
        queryClient.prefetchQuery(trpc.triggers.firings.queryOptions({ id, limit: 50, offset: 0 })),
      ]}
    >
      <TriggerView triggerId={id} />
    </Prefetched>
  );
}
