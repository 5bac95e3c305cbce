"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { WebhookSecret } from "@/components/personas/webhook-secret";
import { useNow } from "@/components/shared/clock";
import { CodeBlock } from "@/components/shared/code-block";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { useOrigin } from "@/components/shared/use-origin";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/trpc";
import type { PersonaOutput } from "@/server/personas/schema";

const RotateDialog = dynamic(
  () => import("@/components/shared/rotate-dialog").then((module) => module.RotateDialog),
  { ssr: false },
);

/** The persona's own webhook and its secret. */
export function PersonaWebhook({ persona }: { persona: PersonaOutput }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const origin = useOrigin();
  const [isAsking, setAsking] = useState(false);
  const rotate = useMutation(
    trpc.personas.rotateWebhookSecret.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        await queries.invalidateQueries(trpc.personas.pathFilter());
      },
    }),
  );
  return (
    <Section title="Webhook" action={<Button onClick={() => setAsking(true)}>New secret</Button>}>
      <div className="flex flex-col gap-3 pt-3">
        <p className="text-ink-muted">
          Whatever is posted here as JSON sets this persona to work. Senders present the team key, or sign the
          body with the persona's secret (HMAC-SHA256, hex) in{" "}
          <code className="font-mono text-code">X-Webhook-Signature</code>.
        </p>
        <CodeBlock wrap label="webhook address" text={`${origin}/api/webhooks/${persona.id}`} />
        <PreviousSecret expiresAt={persona.previousWebhookSecretExpiresAt} />
        {rotate.data && <WebhookSecret secret={rotate.data.webhookSecret} />}
      </div>
      {isAsking && (
        <RotateDialog
          title={`Give ${persona.name}'s webhook a new secret?`}
          isPending={rotate.isPending}
          error={rotate.error}
          onConfirm={(overlapMs) => rotate.mutate({ id: persona.id, overlapMs })}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}

function PreviousSecret({ expiresAt }: { expiresAt: string | null }) {
  const now = useNow();
  if (expiresAt === null || Date.parse(expiresAt) <= now) return null;
  return (
    <p className="text-ink-muted">
      The secret before still holds; it ends <RelativeTime at={expiresAt} />.
    </p>
  );
}
