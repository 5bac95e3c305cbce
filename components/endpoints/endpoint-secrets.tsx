"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { DueTime } from "@/components/endpoints/due-time";
import { EndpointSecret } from "@/components/endpoints/endpoint-secret";
import { hostOf } from "@/components/endpoints/endpoint-words";
import { useEndpointActs } from "@/components/endpoints/use-endpoint-acts";
import { VerifySnippet } from "@/components/endpoints/verify-snippet";
import { useNow } from "@/components/shared/clock";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import type { EndpointOutput } from "@/server/endpoints/schema";

const RotateDialog = dynamic(
  () => import("@/components/shared/rotate-dialog").then((module) => module.RotateDialog),
  { ssr: false },
);

/** The secret that an endpoint's messages are signed with: made anew, never read. */
export function EndpointSecrets({ endpoint }: { endpoint: EndpointOutput }) {
  const { rotate } = useEndpointActs();
  const now = useNow();
  const [isAsking, setAsking] = useState(false);
  const { id, previousSecretExpiresAt: expiresAt } = endpoint;
  return (
    <Section title="Secret" action={<Button onClick={() => setAsking(true)}>New secret</Button>}>
      <div className="flex flex-col gap-3 pt-3">
        {rotate.data && <EndpointSecret secret={rotate.data.secret} />}
        {expiresAt !== null && Date.parse(expiresAt) > now && (
          <p className="text-ink-muted text-table">
            Messages carry a signature by the secret before as well; that ends <DueTime at={expiresAt} />.
          </p>
        )}
        <VerifySnippet />
      </div>
      {isAsking && (
        <RotateDialog
          title={`Give ${hostOf(endpoint)} a new secret?`}
          isPending={rotate.isPending}
          error={rotate.error}
          onConfirm={(overlapMs) => rotate.mutate({ id, overlapMs }, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
