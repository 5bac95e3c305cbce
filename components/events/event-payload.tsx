"use client";

import { JsonView } from "@/components/shared/json-view";
import { PagedText } from "@/components/shared/paged-text";
import { Section } from "@/components/shared/section";
import { formatBytes } from "@/lib/format";
import { useTRPCClient } from "@/lib/trpc";
import type { EventOutput } from "@/server/events/schema";

/** What an event carried: a tree, or, when it is too long for one reply, its text in pages. */
export function EventPayload({ event }: { event: EventOutput }) {
  const client = useTRPCClient();
  const note = event.payloadBytes > 0 ? formatBytes(event.payloadBytes) : undefined;
  return (
    <Section title="Payload" note={note}>
      <div className="pt-3">
        {event.payload !== null ? (
          <JsonView text={event.payload} label="payload" className="max-h-[70dvh]" />
        ) : event.payloadBytes > 0 ? (
          <PagedText
            label="payload"
            queryKey={["payload", event.id]}
            readPage={(offset) => client.events.payload.query({ id: event.id, offset })}
          />
        ) : (
          <p className="py-4 text-ink-muted text-table">It carried nothing but its type and source.</p>
        )}
      </div>
    </Section>
  );
}
