import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { ListensTo } from "@/components/subscriptions/listens-to";
import { PersonaTriggers } from "@/components/triggers/persona-triggers";

export const metadata: Metadata = { title: "Listens to" };

export default async function Page({ params }: { params: Promise<{ personaId: string }> }) {
  const { personaId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.subscriptions.listForPersona.queryOptions({ personaId })),
        queryClient.prefetchQuery(trpc.triggers.listForPersona.queryOptions({ personaId })),
      ]}
    >
      <ListensTo personaId={personaId} />
      <PersonaTriggers personaId={personaId} />
    </Prefetched>
  );
}
