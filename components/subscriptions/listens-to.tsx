"use client";

import { useQuery } from "@tanstack/react-query";
import { Ear, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { EmptyState } from "@/components/shared/empty-state";
import { ErrorState } from "@/components/shared/error-state";
import { Section } from "@/components/shared/section";
import { SubscriptionRow } from "@/components/subscriptions/subscription-row";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";
import type { SubscriptionOutput } from "@/server/subscriptions/schema";

const SubscriptionDialog = dynamic(
  () => import("@/components/subscriptions/subscription-dialog").then((module) => module.SubscriptionDialog),
  { ssr: false },
);

/** What a persona reacts to. */
export function ListensTo({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.subscriptions.listForPersona.queryOptions({ personaId }));
  const [editing, setEditing] = useState<SubscriptionOutput | "new" | null>(null);
  const add = () => setEditing("new");
  return (
    <Section
      title="Subscriptions"
      note="An event that matches one of these sets the persona to work, once."
      className="max-w-4xl"
      action={
        <Button onClick={add}>
          <Plus aria-hidden className="size-3.5" /> New subscription
        </Button>
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
          action={<Button onClick={add}>New subscription</Button>}
        >
          Subscribe it to a type of event, such as <code className="font-mono text-code">gitlab_push</code>,
          and it works whenever one arrives. Until then it runs by hand, or by its own webhook.
        </EmptyState>
      )}
      {list.data && list.data.length > 0 && (
        <ul>
          {list.data.map((subscription) => (
            <SubscriptionRow
              key={subscription.id}
              subscription={subscription}
              onEdit={() => setEditing(subscription)}
            />
          ))}
        </ul>
      )}
      {editing && (
        <SubscriptionDialog
          personaId={personaId}
          subscription={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Section>
  );
}
