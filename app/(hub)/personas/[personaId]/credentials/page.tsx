import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { PersonaCredentials } from "@/components/credentials/persona-credentials";

export const metadata: Metadata = { title: "Credentials" };

export default async function Page({ params }: { params: Promise<{ personaId: string }> }) {
  const { personaId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.credentials.listOfPersona.queryOptions({ personaId })),
        queryClient.prefetchQuery(trpc.credentials.list.queryOptions({ limit: 500 })),
      ]}
    >
      <PersonaCredentials personaId={personaId} />
    </Prefetched>
  );
}
