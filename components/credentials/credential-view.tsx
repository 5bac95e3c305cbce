"use client";

import { useQuery } from "@tanstack/react-query";
import { CredentialActions } from "@/components/credentials/credential-actions";
import { CredentialFacts } from "@/components/credentials/credential-facts";
import { CredentialForm } from "@/components/credentials/credential-form";
import { CredentialPersonas } from "@/components/credentials/credential-personas";
import { stateOf } from "@/components/credentials/credential-state";
import { CredentialTest } from "@/components/credentials/credential-test";
import { CredentialValues } from "@/components/credentials/credential-values";
import { nameService } from "@/components/credentials/service-presets";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { StatusBadge } from "@/components/shared/status-badge";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { CredentialOutput } from "@/server/credentials/schema";

/** One credential: what it is for, who has it, whether it works. Its values can be replaced, not read. */
export function CredentialView({ credentialId }: { credentialId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.credentials.get.queryOptions({ id: credentialId }));
  if (query.data) return <LoadedCredential credential={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found")
    return <NotThere noun="credential" id={credentialId} listHref="/credentials" listLabel="Credentials" />;
  return <ErrorState what="The credential" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedCredential({ credential }: { credential: CredentialOutput }) {
  return (
    <>
      <PageHeader
        title={credential.name}
        back={{ href: "/credentials", label: "credentials" }}
        actions={<CredentialActions credential={credential} />}
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
          <StatusBadge kind="credential" status={stateOf(credential)} />
          <span className="text-ink-muted">{nameService(credential.serviceType)}</span>
        </div>
      </PageHeader>
      {credential.problem && (
        <div role="alert" className="mb-5 rounded-md bg-failed-tint px-3 py-2 text-table">
          {credential.problem}
        </div>
      )}
      <div className="grid gap-x-8 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 max-w-2xl flex-col gap-8">
          <CredentialValues key={`values-${credential.id}`} credential={credential} />
          <CredentialForm key={credential.id} credential={credential} />
        </div>
        <div className="flex min-w-0 flex-col gap-8">
          <CredentialTest credential={credential} />
          <CredentialPersonas credential={credential} />
          <CredentialFacts credential={credential} />
        </div>
      </div>
    </>
  );
}
