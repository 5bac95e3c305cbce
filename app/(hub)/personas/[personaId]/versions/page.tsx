import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { mostVersions } from "@/components/personas/version-words";
import { VersionsPage } from "@/components/personas/versions-page";

export const metadata: Metadata = { title: "Versions" };

export default async function Page({ params }: { params: Promise<{ personaId: string }> }) {
  const { personaId } = await params;
  const query = { id: personaId, limit: mostVersions };
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.personas.versions.queryOptions(query)),
      ]}
    >
      <VersionsPage personaId={personaId} />
    </Prefetched>
  );
}
