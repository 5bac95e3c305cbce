"use client";

import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { RelativeTime } from "@/components/shared/relative-time";
import { DisabledNote } from "@/components/subscriptions/disabled-note";
import { SubscriptionForm } from "@/components/subscriptions/subscription-form";
import { SubscriptionSwitch } from "@/components/subscriptions/subscription-switch";
import { useSubscriptionActs } from "@/components/subscriptions/use-subscription-acts";
import { Button } from "@/components/ui/button";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { SubscriptionSummary } from "@/server/subscriptions/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** One subscription, to read and to change. */
export function SubscriptionView({ subscriptionId }: { subscriptionId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.subscriptions.get.queryOptions({ id: subscriptionId }));
  if (query.data) return <LoadedSubscription subscription={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found")
    return (
      <NotThere noun="subscription" id={subscriptionId} listHref="/subscriptions" listLabel="Subscriptions" />
    );
  return <ErrorState what="The subscription" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedSubscription({ subscription }: { subscription: SubscriptionSummary }) {
  const router = useRouter();
  const { remove } = useSubscriptionActs();
  const [isDeleting, setDeleting] = useState(false);
  const { id, eventType, personaId, personaName, personaEnabled, disabledBy, enabled } = subscription;
  const confirmDelete = () => remove.mutate({ id }, { onSuccess: () => router.push("/subscriptions") });
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{eventType}</span>}
        back={{ href: "/subscriptions", label: "subscriptions" }}
        actions={
          <Button onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden className="size-3.5" /> Delete
          </Button>
        }
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
          <SubscriptionSwitch subscription={subscription} />
          <Link href={`/personas/${personaId}/listens-to`} className="font-semibold hover:underline">
            {personaName}
          </Link>
          {!personaEnabled && <span className="text-ink-muted">The persona is disabled</span>}
          {!enabled && disabledBy && <span className="text-ink-muted">Disabled by {disabledBy}</span>}
          <span className="text-ink-muted">
            Changed <RelativeTime at={subscription.updatedAt} />
          </span>
        </div>
      </PageHeader>
      <div className="mb-5 empty:hidden">
        <DisabledNote subscription={subscription} />
      </div>
      <SubscriptionForm key={id} subscription={subscription} />
      {isDeleting && (
        <ConfirmDialog
          title={`Delete the subscription to ${eventType}?`}
          act="Delete subscription"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={confirmDelete}
          onClose={() => setDeleting(false)}
        >
          {personaName} no longer reacts to these events. What it has done stays.
        </ConfirmDialog>
      )}
    </>
  );
}
