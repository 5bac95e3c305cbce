"use client";

import { ReachedPersona } from "@/components/events/event-reach";
import { useReach } from "@/components/events/use-reach";
import { Duration } from "@/components/shared/figures";
import { Section } from "@/components/shared/section";
import type { EventOutput, ReachedExecution } from "@/server/events/schema";

/** Whom an event reached, a line each, where there is no room for a table. */
export function EventReached({ event }: { event: EventOutput }) {
  const executions = useReach([event])?.get(event.id) ?? [];
  if (executions.length === 0) return null;
  return (
    <Section title="Reached">
      <ul className="text-table">
        {executions.map((execution) => (
          <li
            key={execution.id}
            className="flex min-h-9 items-center gap-4 border-line border-b last:border-b-0"
          >
            <ReachedPersona execution={execution} />
            {execution.attempt > 0 && <span className="text-ink-muted">attempt {execution.attempt + 1}</span>}
            <span className="ml-auto">
              <Duration ms={readSpan(execution)} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function readSpan({ startedAt, completedAt }: ReachedExecution): number | null {
  return startedAt && completedAt ? Date.parse(completedAt) - Date.parse(startedAt) : null;
}
