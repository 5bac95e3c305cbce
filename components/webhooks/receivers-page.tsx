"use client";

import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "@/components/shared/error-state";
import { PageHeader } from "@/components/shared/page-header";
import { Section } from "@/components/shared/section";
import { Skeleton } from "@/components/ui/skeleton";
import { GithubHooks } from "@/components/webhooks/github-hooks";
import { ReceiverCard } from "@/components/webhooks/receiver-card";
import { WebhooksTabs } from "@/components/webhooks/webhooks-tabs";
import { useTRPC } from "@/lib/trpc";

/** Where senders send to, what they sign with, and how it goes. */
export function ReceiversPage() {
  const trpc = useTRPC();
  const receivers = useQuery({ ...trpc.webhooks.listReceivers.queryOptions(), refetchInterval: 10_000 });
  return (
    <>
      <PageHeader title="Webhooks" />
      <WebhooksTabs />
      <div className="flex max-w-4xl flex-col gap-8">
        {receivers.error && !receivers.data && (
          <ErrorState what="The receivers" error={receivers.error} onRetry={() => void receivers.refetch()} />
        )}
        {!receivers.data && !receivers.error && (
          <div aria-busy className="flex flex-col gap-6">
            {["a", "b", "c"].map((key) => (
              <Skeleton key={key} className="h-36 w-full" />
            ))}
          </div>
        )}
        {receivers.data?.map((receiver) => (
          <ReceiverCard key={receiver.provider} receiver={receiver} />
        ))}
        <Section title="Missed deliveries at GitHub" note="asked for every ten minutes, and fetched">
          <GithubHooks />
        </Section>
      </div>
    </>
  );
}
