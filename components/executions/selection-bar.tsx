"use client";

import { isLive, useExecutionActs } from "@/components/executions/use-execution-acts";
import { Button } from "@/components/ui/button";
import type { ExecutionOutput } from "@/server/executions/schema";

/** What can be done with the executions that are marked. */
export function SelectionBar({ rows, onClear }: { rows: ExecutionOutput[]; onClear: () => void }) {
  const { cancel, rerunQuietly } = useExecutionActs();
  const live = rows.filter(isLive);
  const ended = rows.filter((row) => !isLive(row));
  const forEach = (chosen: ExecutionOutput[], act: (input: { executionId: string }) => void) => {
    for (const { id } of chosen) act({ executionId: id });
    onClear();
  };
  return (
    <section
      aria-label="Selected executions"
      className="sticky bottom-4 z-10 mx-auto mt-4 flex w-fit flex-wrap items-center gap-2 rounded-md border border-line bg-surface p-2 pl-4 shadow-float"
    >
      <span className="mr-2 text-table">{rows.length} selected</span>
      {live.length > 0 && <Button onClick={() => forEach(live, cancel.mutate)}>Cancel {live.length}</Button>}
      {ended.length > 0 && (
        <Button onClick={() => forEach(ended, rerunQuietly.mutate)}>Re-run {ended.length}</Button>
      )}
      <Button tone="quiet" onClick={onClear}>
        Clear
      </Button>
    </section>
  );
}
