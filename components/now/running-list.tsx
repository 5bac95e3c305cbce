import { ExecutionLine } from "@/components/now/execution-line";
import { Elapsed } from "@/components/shared/elapsed";
import { Money } from "@/components/shared/figures";
import { Section } from "@/components/shared/section";
import type { ExecutionOutput } from "@/server/executions/schema";

/** What runs now: what it does, for how long, at what cost so far. */
export function RunningList({ executions }: { executions: ExecutionOutput[] }) {
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
                  <Elapsed since={execution.startedAt ?? execution.createdAt} />
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

function describeActivity({ runtime, modelUsed, cancelRequestedAt }: ExecutionOutput): string {
  if (cancelRequestedAt) return "Being cancelled";
  if (runtime === "dry-run") return "Dry run";
  return modelUsed ? `Working with ${modelUsed}` : "Putting its prompt together";
}
