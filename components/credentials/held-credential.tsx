"use client";

import Link from "next/link";
import { stateOf } from "@/components/credentials/credential-state";
import { useCredentialActs } from "@/components/credentials/use-credential-acts";
import { StatusBadge } from "@/components/shared/status-badge";
import { Button } from "@/components/ui/button";
import type { CredentialOutput } from "@/server/credentials/schema";

/** One credential of a persona, with the variables it becomes and the way to take it away. */
export function HeldCredential({
  personaId,
  credential,
}: {
  personaId: string;
  credential: CredentialOutput;
}) {
  const { unlink } = useCredentialActs();
  const { id, name, variables, allowedHosts, problem } = credential;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line border-b py-2.5 text-table">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link href={`/credentials/${id}`} className="font-semibold hover:underline">
            {name}
          </Link>
          <StatusBadge kind="credential" status={stateOf(credential)} />
        </p>
        <p className="mt-1 break-all font-mono text-code">{variables.join("  ")}</p>
        <p className="mt-1 text-ink-muted">
          {problem ??
            (allowedHosts.length > 0
              ? `For ${allowedHosts.join(", ")}`
              : "For no host yet: name one, or no request carries it.")}
        </p>
      </div>
      <Button
        disabled={unlink.isPending}
        aria-label={`Take away ${name}`}
        onClick={() => unlink.mutate({ personaId, credentialId: id })}
      >
        Take away
      </Button>
    </li>
  );
}
