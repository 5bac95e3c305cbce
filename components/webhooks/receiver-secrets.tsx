"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, Hourglass } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { RelativeTime } from "@/components/shared/relative-time";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/trpc";
import type { ReceiverOutput } from "@/server/webhooks/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Every secret that a sender may sign with, where it comes from and how long it holds. */
export function ReceiverSecrets({ receiver }: { receiver: ReceiverOutput }) {
  const { label, secrets, variable, isInEnvironment, provider } = receiver;
  if (secrets.length === 0 && !isInEnvironment) {
    return (
      <p className="flex items-center gap-2">
        <CircleDashed aria-hidden className="size-4 shrink-0 text-queued" />
        {provider === "gitlab"
          ? "No secret is set; the team key is taken."
          : "No secret is set: everything is rejected."}
      </p>
    );
  }
  return (
    <ul aria-label={`Secrets of ${label}`} className="flex flex-col gap-1">
      {isInEnvironment && (
        <li className="flex min-h-8 items-center gap-2">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-completed" />
          <span>
            From the environment, <code className="break-all font-mono text-code">{variable}</code>: holds
            until it is taken away there
          </span>
        </li>
      )}
      {secrets.map((secret) => (
        <StoredSecret key={secret.id} secret={secret} label={label} />
      ))}
    </ul>
  );
}

function StoredSecret({ secret, label }: { secret: ReceiverOutput["secrets"][number]; label: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const revoke = useMutation(
    trpc.webhooks.revokeSecret.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.webhooks.listReceivers.pathFilter()),
    }),
  );
  const Icon = secret.expiresAt === null ? CircleCheck : Hourglass;
  return (
    <li className="flex min-h-8 items-center gap-2">
      <Icon
        aria-hidden
        className={`size-4 shrink-0 ${secret.expiresAt === null ? "text-completed" : "text-waiting"}`}
      />
      <span>
        Set <RelativeTime at={secret.createdAt} />
        {secret.expiresAt !== null && (
          <>
            , replaced; ends <RelativeTime at={secret.expiresAt} />
          </>
        )}
      </span>
      <Button tone="quiet" className="ml-auto" onClick={() => setAsking(true)}>
        Revoke
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Revoke this secret of ${label}?`}
          act="Revoke secret"
          isPending={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate({ id: secret.id })}
          onClose={() => setAsking(false)}
        >
          What is signed with it is rejected from now on.
        </ConfirmDialog>
      )}
    </li>
  );
}
