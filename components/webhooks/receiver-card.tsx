"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { CodeBlock } from "@/components/shared/code-block";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { useOrigin } from "@/components/shared/use-origin";
import { Button } from "@/components/ui/button";
import { ReceiverSecrets } from "@/components/webhooks/receiver-secrets";
import { formatCount } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";
import type { ReceiverOutput } from "@/server/webhooks/schema";

const SecretDialog = dynamic(
  () => import("@/components/webhooks/secret-dialog").then((module) => module.SecretDialog),
  { ssr: false },
);

/** What a person at the sender's side does with the address and the secret. */
const notes: Record<ReceiverOutput["provider"], string> = {
  gitlab:
    "Project or group → Settings → Webhooks. The secret goes into Secret token; the team key does as well.",
  github: "Repository or organization → Settings → Webhooks. The secret goes into Secret.",
  slack: "Your app → Event Subscriptions. The hub needs the app's Signing Secret, from Basic Information.",
  stripe: "Developers → Webhooks. The hub needs the endpoint's signing secret, which begins with whsec_.",
  standard: "Any sender that signs by Standard Webhooks.",
};

/** One receiver: its address, its secrets, its last day. */
export function ReceiverCard({ receiver }: { receiver: ReceiverOutput }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const origin = useOrigin();
  const [isAsking, setAsking] = useState(false);
  const rotate = useMutation(
    trpc.webhooks.rotateSecret.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        await queries.invalidateQueries(trpc.webhooks.listReceivers.pathFilter());
      },
    }),
  );
  const { provider, label, path } = receiver;
  const ask = () => {
    rotate.reset();
    setAsking(true);
  };
  const made = rotate.data?.secret;
  return (
    <Section
      title={label}
      action={
        <Button aria-label={`New secret for ${label}`} onClick={ask}>
          {receiver.secrets.length > 0 || receiver.isInEnvironment ? "New secret" : "Set secret"}
        </Button>
      }
    >
      <div className="flex flex-col gap-3 pt-3">
        <p className="text-ink-muted">{notes[provider]}</p>
        <CodeBlock wrap label={`${label} address`} text={`${origin}${path}`} />
        <ReceiverSecrets receiver={receiver} />
        {made && (
          <div className="flex flex-col gap-2">
            <p>Give this to the sender now: it is stored sealed and is not shown again.</p>
            <CodeBlock wrap label={`${label} secret`} text={made} />
          </div>
        )}
        <p className="text-ink-muted text-table">
          {receiver.lastDeliveryAt === null ? (
            "Nothing has come yet."
          ) : (
            <>
              Last delivery <RelativeTime at={receiver.lastDeliveryAt} />. In the last day{" "}
              <DayLink provider={provider} status="accepted" count={receiver.acceptedInDay} /> and{" "}
              <DayLink provider={provider} status="rejected" count={receiver.rejectedInDay} />.
            </>
          )}
        </p>
      </div>
      {isAsking && (
        <SecretDialog
          receiver={receiver}
          isPending={rotate.isPending}
          error={rotate.error}
          onConfirm={({ overlapMs, secret }) =>
            rotate.mutate({ provider, overlapMs, ...(secret ? { secret } : {}) })
          }
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}

function DayLink({ provider, status, count }: { provider: string; status: string; count: number }) {
  return (
    <Link
      href={`/webhooks?provider=${provider}&status=${status}&within=day`}
      className="underline underline-offset-2"
    >
      {formatCount(count)} {status}
    </Link>
  );
}
