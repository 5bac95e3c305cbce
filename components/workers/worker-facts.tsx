import { CopyButton } from "@/components/shared/copy-button";
import { Fact, Facts } from "@/components/shared/facts";
import { ExactTime, RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { SlotsBar } from "@/components/workers/slots-bar";
import type { WorkerOutput } from "@/server/workers/schema";

/** What a worker said of itself, and when it was last heard of. */
export function WorkerFacts({ worker }: { worker: WorkerOutput }) {
  const { labels, capabilities, healthMetrics, lastPollAt, claudeCliVersion } = worker;
  return (
    <Section title="Facts">
      <Facts>
        <Fact name="Slots">
          <SlotsBar
            taken={worker.maxConcurrentSlots - worker.availableSlots}
            total={worker.maxConcurrentSlots}
          />
        </Fact>
        <Fact name="Last heard of">
          <RelativeTime at={worker.lastHeartbeat} />
        </Fact>
        <Fact name="Last asked for work">{lastPollAt ? <RelativeTime at={lastPollAt} /> : "Never"}</Fact>
        <Fact name="Connected">
          <ExactTime at={worker.connectedAt} />
        </Fact>
        <Fact name="Version">{worker.version}</Fact>
        <Fact name="Claude CLI">{claudeCliVersion}</Fact>
        <Fact name="Labels">{labels.length > 0 ? labels.join(", ") : null}</Fact>
        <Fact name="Capabilities">{capabilities.length > 0 ? capabilities.join(", ") : null}</Fact>
        {Object.entries(healthMetrics ?? {}).map(([name, value]) => (
          <Fact key={name} name={name}>
            <span className="tabular-nums">{String(value)}</span>
          </Fact>
        ))}
        <Fact name="Id">
          <span className="inline-flex max-w-full items-center gap-1">
            <span className="truncate font-mono text-code">{worker.id}</span>
            <span className="-my-2 -mr-2">
              <CopyButton text={worker.id} what="worker id" />
            </span>
          </span>
        </Fact>
      </Facts>
    </Section>
  );
}
