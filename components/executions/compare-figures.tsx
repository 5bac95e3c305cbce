import type { ReactNode } from "react";
import { countTokens } from "@/components/executions/execution-columns";
import { Duration, Figure, Money, Tokens } from "@/components/shared/figures";
import { ExecutionStatus } from "@/components/shared/status-badge";
import type { ExecutionDetail } from "@/server/executions/schema";

type Row = { name: string; show: (execution: ExecutionDetail) => ReactNode };

const rows: Row[] = [
  { name: "Status", show: (each) => <ExecutionStatus status={each.status} waitingFor={each.waitingFor} /> },
  {
    name: "Outcome",
    show: ({ outcome }) => (outcome ? (outcome.accomplished ? "Accomplished" : "Not accomplished") : null),
  },
  { name: "Version", show: ({ personaVersion }) => personaVersion && <Figure>{personaVersion}</Figure> },
  { name: "Prompt", show: ({ promptHash }) => promptHash && <Figure>{promptHash.slice(0, 12)}</Figure> },
  { name: "Model", show: ({ modelUsed }) => modelUsed && <Figure>{modelUsed}</Figure> },
  { name: "Turns", show: ({ turns }) => <Figure>{turns.length}</Figure> },
  { name: "Tokens", show: (each) => <Tokens count={countTokens(each)} /> },
  { name: "Cost", show: ({ costUsd }) => <Money usd={costUsd} /> },
  { name: "Duration", show: ({ durationMs }) => <Duration ms={durationMs} /> },
];

/** How two executions stand beside each other in words and figures. */
export function CompareFigures({ first, second }: { first: ExecutionDetail; second: ExecutionDetail }) {
  return (
    <table aria-label="Figures" className="w-full text-table">
      <thead>
        <tr className="border-line border-b text-left text-ink-muted">
          <td className="w-24 py-2 sm:w-40" />
          <th scope="col" className="py-2 font-normal">
            First
          </th>
          <th scope="col" className="py-2 font-normal">
            Second
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, show }) => (
          <tr key={name} className="border-line border-b">
            <th scope="row" className="py-2 pr-3 text-left font-normal text-ink-muted">
              {name}
            </th>
            <td className="break-words py-2 pr-3">{show(first) || <Figure>{null}</Figure>}</td>
            <td className="break-words py-2">{show(second) || <Figure>{null}</Figure>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
