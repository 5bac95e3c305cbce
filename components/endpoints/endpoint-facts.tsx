import { CopyButton } from "@/components/shared/copy-button";
import { Fact, Facts } from "@/components/shared/facts";
import { Figure } from "@/components/shared/figures";
import { ExactTime, RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { formatCount } from "@/lib/format";
import type { EndpointOutput } from "@/server/endpoints/schema";

/** How an endpoint does. */
export function EndpointFacts({ endpoint }: { endpoint: EndpointOutput }) {
  const { deliveredInDay, failedInDay, pendingCount, lastDeliveredAt, failingSince } = endpoint;
  return (
    <Section title="Facts">
      <Facts>
        <Fact name="Delivered in 24 h">
          <Figure>{formatCount(deliveredInDay)}</Figure>
        </Fact>
        <Fact name="Failed in 24 h">
          <Figure>{formatCount(failedInDay)}</Figure>
        </Fact>
        <Fact name="Pending">
          <Figure>{formatCount(pendingCount)}</Figure>
        </Fact>
        <Fact name="Last delivered">{lastDeliveredAt ? <RelativeTime at={lastDeliveredAt} /> : "Never"}</Fact>
        <Fact name="Failing since">{failingSince && <ExactTime at={failingSince} />}</Fact>
        <Fact name="Id">
          <span className="inline-flex max-w-full items-center gap-1">
            <span className="truncate font-mono text-code">{endpoint.id}</span>
            <span className="-my-2 -mr-2">
              <CopyButton text={endpoint.id} what="endpoint id" />
            </span>
          </span>
        </Fact>
        <Fact name="Created">
          <ExactTime at={endpoint.createdAt} />
        </Fact>
      </Facts>
    </Section>
  );
}
