import Link from "next/link";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/shared/copy-button";
import { Fact, Facts } from "@/components/shared/facts";
import { Figure } from "@/components/shared/figures";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { statusLooks } from "@/components/shared/status-looks";
import { formatDuration } from "@/lib/format";
import type { EventOutput } from "@/server/events/schema";

/** What is known of an event beside its payload, and the steps it went through. */
export function EventFacts({ event }: { event: EventOutput }) {
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Section title="Lifecycle">
        <ol className="ml-1.5 flex flex-col gap-3 border-line border-l pt-3 pl-4 text-table">
          <Step title="Received" isDone>
            <ExactTime at={event.createdAt} />
          </Step>
          <Step title="Matched with personas" isDone={event.processedAt !== null}>
            {event.processedAt ? `after ${formatDuration(spanMs(event))}` : "not yet"}
          </Step>
          {event.processedAt && <Step title={statusLooks.event[event.status]?.word ?? event.status} isDone />}
        </ol>
      </Section>
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
          <Fact name="Source">{event.sourceId}</Fact>
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
    </div>
  );
}

function Step({ title, isDone, children }: { title: string; isDone: boolean; children?: ReactNode }) {
  return (
    <li className="relative">
      <span
        aria-hidden
        className={`absolute top-1.5 -left-[20.5px] size-2 rounded-full border ${isDone ? "border-ink bg-ink" : "border-ink-muted bg-paper"}`}
      />
      <span className={isDone ? undefined : "text-ink-muted"}>{title}</span>
      {children && <span className="block text-ink-muted">{children}</span>}
    </li>
  );
}

function spanMs(event: EventOutput): number {
  return event.processedAt ? Math.max(0, Date.parse(event.processedAt) - Date.parse(event.createdAt)) : 0;
}
