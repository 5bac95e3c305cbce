import { PageHeader } from "@/components/shared/page-header";
import { SubscriptionForm } from "@/components/subscriptions/subscription-form";

/** A subscription that is to be; the persona and the event type may come with the URL. */
export function NewSubscription({ personaId, eventType }: { personaId: string; eventType: string }) {
  return (
    <>
      <PageHeader title="New subscription" back={{ href: "/subscriptions", label: "subscriptions" }} />
      <SubscriptionForm subscription={null} given={{ personaId, eventType }} />
    </>
  );
}
