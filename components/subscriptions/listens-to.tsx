"use client";

import { useQuery } from "@tanstack/react-query";
import { Ear, Plus } from "lucide-react";
import { EmptyState } from "@/components/shared/empty-state";
import { ErrorState } from "@/components/shared/error-state";
import { Section } from "@/components/shared/section";
import { SubscriptionRow } from "@/components/subscriptions/subscription-row";
import { ButtonLink } from "@/components/ui/button-link";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";

/** What a persona reacts to. */
export function ListensTo({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.subscriptions.listForPersona.queryOptions({ personaId }));
  const newHref = `/subscriptions/new?personaId=${personaId}`;
  return (
    <Section
      title="Subscriptions"
      note="An event that matches one of these sets the persona to work, once."
      className="max-w-4xl"
      action={
        <ButtonLink href={newHref}>
          <Plus aria-hidden className="size-3.5" /> New subscription
        </ButtonLink>
      }
    >
      {list.error && !list.data && (
        <ErrorState what="Subscriptions" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {!list.data && !list.error && (
        <div aria-busy className="flex flex-col gap-3 pt-4">
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-8 w-full" />
        </div>
      )}
      {list.data?.length === 0 && (
        <EmptyState
          icon={Ear}
          title="It listens to nothing yet"
          action={<ButtonLink href={newHref}>New subscription</ButtonLink>}
        >
          Subscribe it to a type of event, such as <code className="font-mono text-code">gitlab_push</code>,
          and it works whenever one arrives. Until then it runs by hand, or by its own webhook.
        </EmptyState>
      )}
      {list.data && list.data.length > 0 && (
        <ul>
          {list.data.map((subscription) => (
            <SubscriptionRow key={subscription.id} subscription={subscription} />
          ))}
        </ul>
      )}
    </Section>
  );
}
