import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { PersonaSettings } from "@/components/personas/persona-settings";

export const metadata: Metadata = { title: "Settings" };

export default async function Page({ params }: { params: Promise<{ personaId: string }> }) {
  const { personaId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.settings.models.queryOptions())]}
    >
      <PersonaSettings personaId={personaId} />
    </Prefetched>
  );
}
