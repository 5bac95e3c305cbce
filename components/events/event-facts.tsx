import Link from "next/link";
import { CopyButton } from "@/components/shared/copy-button";
import { Fact, Facts } from "@/components/shared/facts";
import { Figure } from "@/components/shared/figures";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import type { EventOutput } from "@/server/events/schema";

/** What is known of an event beside its payload and what became of it. */
export function EventFacts({ event }: { event: EventOutput }) {
  return (
    <Section title="Facts">
      <Facts>
        <Fact name="Id">
          <span className="inline-flex max-w-full items-center gap-1">
            <span className="truncate font-mono text-code">{event.id}</span>
            <span className="-my-2 -mr-2">
              <CopyButton text={event.id} what="event id" />
            </span>
          </span>
        </Fact>
        <Fact name="Type">
          <Link
            href={`/events?type=${encodeURIComponent(event.eventType)}`}
            className="underline underline-offset-2"
          >
            <span className="font-mono text-code">{event.eventType}</span>
          </Link>
        </Fact>
        <Fact name="Source type">{event.sourceType}</Fact>
        <Fact name="Source">
          {event.sourceId && (
            <Link
              href={`/events?source=${encodeURIComponent(event.sourceId)}`}
              className="break-all underline underline-offset-2"
            >
              {event.sourceId}
            </Link>
          )}
        </Fact>
        <Fact name="Trigger">
          {event.triggerId && (
            <Link
              href={`/triggers/${event.triggerId}`}
              className="font-mono text-code underline underline-offset-2"
            >
              {event.triggerId}
            </Link>
          )}
        </Fact>
        <Fact name="For">
          {event.targetPersonaId && (
            <Link
              href={`/personas/${event.targetPersonaId}`}
              className="font-mono text-code underline underline-offset-2"
            >
              {event.targetPersonaId}
            </Link>
          )}
        </Fact>
        <Fact name="Retries">{event.retryCount > 0 ? <Figure>{event.retryCount}</Figure> : null}</Fact>
        <Fact name="Next try">{event.nextRetryAt && <ExactTime at={event.nextRetryAt} />}</Fact>
      </Facts>
    </Section>
  );
}
