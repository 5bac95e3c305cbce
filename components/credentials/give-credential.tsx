"use client";

import { useQuery } from "@tanstack/react-query";
import { useCredentialActs } from "@/components/credentials/use-credential-acts";
import { ButtonLink } from "@/components/ui/button-link";
import { Select } from "@/components/ui/input";
import { useTRPC } from "@/lib/trpc";
import type { CredentialOutput } from "@/server/credentials/schema";

const mostOffered = 500;

/** Chooses one of the credentials that a persona does not have yet; the choice gives it. */
export function GiveCredential({ personaId, held }: { personaId: string; held: CredentialOutput[] }) {
  const trpc = useTRPC();
  const { link } = useCredentialActs();
  const { data } = useQuery(trpc.credentials.list.queryOptions({ limit: mostOffered }));
  const offered = data?.items.filter(({ id }) => !held.some((each) => each.id === id)) ?? [];
  if (data && data.total === 0) return <ButtonLink href="/credentials?new=true">New credential</ButtonLink>;
  return (
    <Select
      aria-label="Give a credential"
      value=""
      disabled={link.isPending || offered.length === 0}
      onChange={(event) => link.mutate({ personaId, credentialId: event.target.value })}
      className="w-auto max-w-56 text-table"
    >
      <option value="">{offered.length > 0 ? "Give a credential…" : "It has all there are"}</option>
      {offered.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
