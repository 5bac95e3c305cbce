import { CircleAlert, CircleCheck } from "lucide-react";
import { Section } from "@/components/shared/section";
import type { ExecutionOutput } from "@/server/executions/schema";

/** What a persona said of its own work: whether it is done, and what stood in the way. Nothing while it said nothing. */
export function ExecutionOutcome({ execution }: { execution: Pick<ExecutionOutput, "outcome"> }) {
  const { outcome } = execution;
  if (!outcome) return null;
  const Icon = outcome.accomplished ? CircleCheck : CircleAlert;
  return (
    <Section title="Outcome">
      <div className="flex flex-col gap-2 pt-3 text-table">
        <p className="flex items-center gap-1.5 font-semibold">
          <Icon
            aria-hidden
            className={`size-3.5 shrink-0 ${outcome.accomplished ? "text-completed" : "text-waiting"}`}
          />
          {outcome.accomplished ? "Accomplished" : "Not accomplished"}
        </p>
        {outcome.summary && <p className="whitespace-pre-wrap break-words">{outcome.summary}</p>}
        {outcome.blockers.length > 0 && (
          <ul aria-label="Blockers" className="list-disc pl-5">
            {outcome.blockers.map((blocker) => (
              <li key={blocker} className="break-words">
                {blocker}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}
