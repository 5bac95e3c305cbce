"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { GiveCredential } from "@/components/credentials/give-credential";
import { HeldCredential } from "@/components/credentials/held-credential";
import { EmptyState } from "@/components/shared/empty-state";
import { ErrorState } from "@/components/shared/error-state";
import { Section } from "@/components/shared/section";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";
import type { CredentialOutput } from "@/server/credentials/schema";

/** What a persona signs in with: names of variables, never values. */
export function PersonaCredentials({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.credentials.listOfPersona.queryOptions({ personaId }));
  const { data: held } = query;
  return (
    <Section
      title="Credentials"
      note="In requests and on workers they stand under these names"
      action={held && <GiveCredential personaId={personaId} held={held} />}
    >
      {held ? (
        <HeldList personaId={personaId} held={held} />
      ) : query.error ? (
        <ErrorState what="Credentials" error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div aria-busy className="flex flex-col gap-3 pt-3">
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-9 w-full" />
        </div>
      )}
    </Section>
  );
}

function HeldList({ personaId, held }: { personaId: string; held: CredentialOutput[] }) {
  if (held.length === 0)
    return (
      <EmptyState icon={KeyRound} title="It signs in nowhere yet">
        Give it a credential, and it can call what that opens. Its prompt names the variables; values are put
        in at the last moment, for the credential's hosts alone.
      </EmptyState>
    );
  return (
    <ul>
      {held.map((credential) => (
        <HeldCredential key={credential.id} personaId={personaId} credential={credential} />
      ))}
    </ul>
  );
}
