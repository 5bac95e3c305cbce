import Link from "next/link";
import { CopyButton } from "@/components/shared/copy-button";
import { Fact, Facts } from "@/components/shared/facts";
import { Figure } from "@/components/shared/figures";
import { ExactTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import type { MessageOutput } from "@/server/endpoints/schema";

/** What is known of a message beside its body. */
export function MessageFacts({ message }: { message: MessageOutput }) {
  const { id, subjectId, endpointId, endpointUrl, attemptCount, deliveredAt, createdAt } = message;
  const link = "break-all font-mono text-code underline underline-offset-2";
  return (
    <Section title="Facts">
      <Facts>
        <Fact name="Id">
          <span className="inline-flex max-w-full items-center gap-1">
            <span className="truncate font-mono text-code">{id}</span>
            <span className="-my-2 -mr-2">
              <CopyButton text={id} what="message id" />
            </span>
          </span>
        </Fact>
        <Fact name="To">
          <Link href={`/webhooks/endpoints/${endpointId}`} className={link}>
            {endpointUrl}
          </Link>
        </Fact>
        <Fact name="Tells of">
          <Link href={hrefOf(message)} className={link}>
            {subjectId}
          </Link>
        </Fact>
        <Fact name="Attempts">
          <Figure>{attemptCount}</Figure>
        </Fact>
        <Fact name="Made">
          <ExactTime at={createdAt} />
        </Fact>
        <Fact name="Delivered">{deliveredAt && <ExactTime at={deliveredAt} />}</Fact>
      </Facts>
    </Section>
  );
}

const places: Record<string, string> = {
  execution: "/executions",
  event: "/events",
  subscription: "/subscriptions",
  trigger: "/triggers",
};

function hrefOf({ type, subjectId }: MessageOutput): string {
  return `${places[type.split(".")[0] ?? ""] ?? "/webhooks/endpoints"}/${subjectId}`;
}
