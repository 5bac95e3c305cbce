import { runningSince } from "@/components/executions/running-since";
import { ExecutionLine } from "@/components/now/execution-line";
import { Elapsed } from "@/components/shared/elapsed";
import { Money } from "@/components/shared/figures";
import { Section } from "@/components/shared/section";
import type { ExecutionOverview } from "@/server/executions/schema";

type RunningExecution = ExecutionOverview["running"][number];

/** What runs now: what it does, for how long, at what cost so far. */
export function RunningList({ executions }: { executions: RunningExecution[] }) {
  return (
    <Section title="Running">
      {executions.length === 0 ? (
        <p className="py-4 text-ink-muted">Nothing runs at the moment.</p>
      ) : (
        <ul>
          {executions.map((execution) => (
            <ExecutionLine
              key={execution.id}
              execution={execution}
              note={describeActivity(execution)}
              figures={
                <>
                  <Elapsed since={runningSince(execution)} />
                  {execution.costUsd > 0 && <Money usd={execution.costUsd} />}
                </>
              }
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

function describeActivity({ runtime, modelUsed, cancelRequestedAt, progress }: RunningExecution): string {
  if (cancelRequestedAt) return "Being cancelled";
  if (runtime === "dry-run") return "Dry run";
  if (progress?.activeTool) return `Using ${progress.activeTool}`;
  if (progress?.message) return progress.message;
  if (progress?.stage === "generating") return "Writing";
  if (progress?.stage === "tool_result") return "Reading what its tools found";
  return modelUsed ? `Working with ${modelUsed}` : "Putting its prompt together";
}
