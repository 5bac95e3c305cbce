import { ExecutionWait } from "@/components/executions/execution-wait";
import { ExecutionLine } from "@/components/now/execution-line";
import { Elapsed } from "@/components/shared/elapsed";
import { Section } from "@/components/shared/section";
import type { ExecutionOutput } from "@/server/executions/schema";

const shown = 10;

/** What has yet to start, first come first. Left out while nothing waits. */
export function WaitingList({ executions }: { executions: ExecutionOutput[] }) {
  if (executions.length === 0) return null;
  return (
    <Section
      title="Waiting"
      note={executions.length > shown ? `the first ${shown} of ${executions.length}` : undefined}
    >
      <ul>
        {executions.slice(0, shown).map((execution) => (
          <ExecutionLine
            key={execution.id}
            execution={execution}
            note={<ExecutionWait execution={execution} />}
            figures={<Elapsed since={execution.createdAt} />}
          />
        ))}
      </ul>
    </Section>
  );
}
