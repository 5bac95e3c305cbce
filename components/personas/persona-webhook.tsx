"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { WebhookSecret } from "@/components/personas/webhook-secret";
import { CodeBlock } from "@/components/shared/code-block";
import { Section } from "@/components/shared/section";
import { useOrigin } from "@/components/shared/use-origin";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/trpc";
import type { PersonaOutput } from "@/server/personas/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
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
        {rotate.data && <WebhookSecret secret={rotate.data.webhookSecret} />}
      </div>
      {isAsking && (
        <ConfirmDialog
          title={`Give ${persona.name}'s webhook a new secret?`}
          act="Make new secret"
          isPending={rotate.isPending}
          error={rotate.error}
          onConfirm={() => rotate.mutate({ id: persona.id })}
          onClose={() => setAsking(false)}
        >
          The old one stops working at once. Senders that sign with it are refused until they have the new
          one.
        </ConfirmDialog>
      )}
    </Section>
  );
}
