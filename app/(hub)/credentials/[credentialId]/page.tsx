import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { CredentialView } from "@/components/credentials/credential-view";

export const metadata: Metadata = { title: "Credential" };

export default async function Page({ params }: { params: Promise<{ credentialId: string }> }) {
  const { credentialId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.credentials.get.queryOptions({ id: credentialId })),
      ]}
    >
      <CredentialView credentialId={credentialId} />
    </Prefetched>
  );
}
