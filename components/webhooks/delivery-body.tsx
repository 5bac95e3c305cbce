"use client";

import { JsonView } from "@/components/shared/json-view";
import { PagedText } from "@/components/shared/paged-text";
import { Section } from "@/components/shared/section";
import { formatBytes } from "@/lib/format";
import { useTRPCClient } from "@/lib/trpc";
import type { DeliveryOutput } from "@/server/webhooks/schema";

/** What was sent: a tree, or, when it is too long for one reply, its text in pages. */
export function DeliveryBody({ delivery }: { delivery: DeliveryOutput }) {
  const client = useTRPCClient();
  const size = formatBytes(delivery.bodyBytes);
  return (
    <Section title="Body" note={delivery.isBodyWhole ? size : `the first 64 KB of ${size}`}>
      <div className="pt-3">
        {delivery.body ? (
          <JsonView text={delivery.body} label="body" className="max-h-[70dvh]" />
        ) : delivery.bodyCharacters > 0 ? (
          <PagedText
            label="body"
            queryKey={["delivery-body", delivery.id]}
            readPage={(offset) => client.webhooks.deliveryBody.query({ id: delivery.id, offset })}
          />
        ) : (
          <p className="py-4 text-ink-muted text-table">
            {delivery.bodyBytes === 0 ? "It was empty." : "It is no longer kept."}
          </p>
        )}
      </div>
    </Section>
  );
}
