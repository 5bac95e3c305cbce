import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { PersonaTools } from "@/components/tools/persona-tools";

export const metadata: Metadata = { title: "Tools" };

export default async function Page({ params }: { params: Promise<{ personaId: string }> }) {
  const { personaId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.tools.listLinked.queryOptions({ personaId })),
        queryClient.prefetchQuery(trpc.mcpServers.listLinked.queryOptions({ personaId })),
      ]}
    >
      <PersonaTools personaId={personaId} />
    </Prefetched>
  );
}
