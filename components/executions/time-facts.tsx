import { Fact, Facts } from "@/components/shared/facts";
import { Figure } from "@/components/shared/figures";
import { Section } from "@/components/shared/section";
import { formatDuration } from "@/lib/format";
import type { ExecutionDetail } from "@/server/executions/schema";

/** Where an execution's time went; phases that took none are left out. */
export function TimeFacts({ timings }: { timings: ExecutionDetail["phaseTimings"] }) {
  const phases: [string, number | null][] = [
    ["Waited", timings.queueMs],
    ["Setting up", timings.setupMs],
    ["Model", timings.modelMs],
    ["Tools", timings.toolsMs],
    ["Waited again", timings.waitingMs],
    ["In between", timings.otherMs],
  ];
  return (
    <Section title="Time">
      <Facts>
        {phases.map(([name, ms]) => (
          <Fact key={name} name={name}>
            {ms ? <Figure>{formatDuration(ms)}</Figure> : null}
          </Fact>
        ))}
        <Fact name="Total">
          <Figure>{formatDuration(timings.totalMs)}</Figure>
        </Fact>
      </Facts>
    </Section>
  );
}
