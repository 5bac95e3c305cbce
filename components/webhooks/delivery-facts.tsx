import Link from "next/link";
import { CopyButton } from "@/components/shared/copy-button";
import { Fact, Facts } from "@/components/shared/facts";
import { Figure } from "@/components/shared/figures";
import { ExactTime, RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { formatBytes, formatCount } from "@/lib/format";
import type { DeliveryOutput } from "@/server/webhooks/schema";

/** What is known of a delivery beside its body, and what it led to. */
export function DeliveryFacts({ delivery }: { delivery: DeliveryOutput }) {
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <Section title="What became of it">
        <Facts>
          <Fact name="Event">
            {delivery.eventId ? (
              <IdLink href={`/events/${delivery.eventId}`} id={delivery.eventId} />
            ) : (
              <span className="text-ink-muted">none</span>
            )}
          </Fact>
          <Fact name="For">
            {delivery.personaId && (
              <IdLink href={`/personas/${delivery.personaId}`} id={delivery.personaId} />
            )}
          </Fact>
          <Fact name="Contradicts">
            {delivery.originalId && (
              <IdLink href={`/webhooks/deliveries/${delivery.originalId}`} id={delivery.originalId} />
            )}
          </Fact>
          {delivery.conflictIds.map((id) => (
            <Fact key={id} name="Contradicted by">
              <IdLink href={`/webhooks/deliveries/${id}`} id={id} />
            </Fact>
          ))}
          <Fact name={delivery.status === "rejected" ? "More not kept" : "Repeats"}>
            <Figure>{formatCount(delivery.repeatCount)}</Figure>
          </Fact>
          <Fact name="Last of them">
            {delivery.lastRepeatAt && <RelativeTime at={delivery.lastRepeatAt} />}
          </Fact>
        </Facts>
      </Section>
      <Section title="Facts">
        <Facts>
          <Fact name="Id">
            <span className="inline-flex max-w-full items-center gap-1">
              <span className="truncate font-mono text-code">{delivery.id}</span>
              <span className="-my-2 -mr-2">
                <CopyButton text={delivery.id} what="delivery id" />
              </span>
            </span>
          </Fact>
          <Fact name="Sender's id">
            {delivery.externalId && (
              <span className="break-all font-mono text-code">{delivery.externalId}</span>
            )}
          </Fact>
          <Fact name="Received">
            <ExactTime at={delivery.createdAt} />
          </Fact>
          <Fact name="Body">
            <Figure>{formatBytes(delivery.bodyBytes)}</Figure>
          </Fact>
          <Fact name="SHA-256">
            <span className="break-all font-mono text-code">{delivery.bodySha256}</span>
          </Fact>
        </Facts>
      </Section>
    </div>
  );
}

function IdLink({ href, id }: { href: string; id: string }) {
  return (
    <Link href={href} className="break-all font-mono text-code underline underline-offset-2">
      {id}
    </Link>
  );
}
