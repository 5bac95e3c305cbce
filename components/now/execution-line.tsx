import Link from "next/link";
import type { ReactNode } from "react";
import { ExecutionStatus } from "@/components/shared/status-badge";
import type { ExecutionOutput } from "@/server/executions/schema";

type ExecutionLineProps = {
  execution: ExecutionOutput;
  note?: ReactNode;
  figures?: ReactNode;
  action?: ReactNode;
};

/** An execution in a few words: how it stands, whose it is, what there is to say of it. */
export function ExecutionLine({ execution, note, figures, action }: ExecutionLineProps) {
  return (
    <li className="row-appear flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-1.5 text-table">
      <span className="sm:w-32">
        <ExecutionStatus status={execution.status} waitingFor={execution.waitingFor} />
      </span>
      <Link href={`/executions/${execution.id}`} prefetch={false} className="font-semibold hover:underline">
        {execution.personaName}
      </Link>
      {note && <span className="min-w-0 flex-1 basis-48 truncate text-ink-muted">{note}</span>}
      <span className="ml-auto flex items-center gap-4">{figures}</span>
      {action}
    </li>
  );
}
