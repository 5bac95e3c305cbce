"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { Fact, Facts } from "@/components/shared/facts";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { DeliveryBody } from "@/components/webhooks/delivery-body";
import { DeliveryFacts } from "@/components/webhooks/delivery-facts";
import { ResendButton } from "@/components/webhooks/resend-button";
import { providerWords, reasonWords } from "@/components/webhooks/words";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { DeliveryOutput } from "@/server/webhooks/schema";

/** One request to a webhook door: what was sent, why it was or was not accepted, and what became of it. */
export function DeliveryView({ deliveryId }: { deliveryId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.webhooks.getDelivery.queryOptions({ id: deliveryId }));
  if (query.data) return <LoadedDelivery delivery={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found")
    return <NotThere noun="delivery" id={deliveryId} listHref="/webhooks" listLabel="Deliveries" />;
  return <ErrorState what="The delivery" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedDelivery({ delivery }: { delivery: DeliveryOutput }) {
  const headers = Object.entries(delivery.headers);
  return (
    <>
      <PageHeader
        title={`${providerWords[delivery.provider]} delivery`}
        back={{ href: "/webhooks", label: "deliveries" }}
        actions={<ResendButton delivery={delivery} />}
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
          <StatusBadge kind="delivery" status={delivery.status} />
          {delivery.reason && <span>{reasonWords[delivery.reason]}</span>}
          {delivery.eventId && (
            <Link
              href={`/events/${delivery.eventId}`}
              className="font-mono text-code underline underline-offset-2"
            >
              {delivery.eventType ?? delivery.eventId}
            </Link>
          )}
          <span className="text-ink-muted">
            <RelativeTime at={delivery.createdAt} />
          </span>
        </div>
      </PageHeader>
      {delivery.message && (
        <p
          className={`mb-5 rounded-md px-3 py-2.5 ${delivery.status === "rejected" ? "bg-failed-tint" : "bg-waiting-tint"}`}
        >
          {delivery.message}
        </p>
      )}
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <DeliveryBody delivery={delivery} />
          <Section title="Headers" note="Never keys, tokens or signatures">
            {headers.length === 0 ? (
              <p className="py-4 text-ink-muted text-table">None are kept.</p>
            ) : (
              <Facts>
                {headers.map(([name, value]) => (
                  <Fact key={name} name={name}>
                    <span className="break-all font-mono text-code">{value}</span>
                  </Fact>
                ))}
              </Facts>
            )}
          </Section>
        </div>
        <DeliveryFacts delivery={delivery} />
      </div>
    </>
  );
}
