"use client";

import { isLive, useExecutionActs } from "@/components/executions/use-execution-acts";
import { BulkBar } from "@/components/shared/bulk-bar";
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
    <BulkBar noun="executions" count={rows.length} onClear={onClear}>
      {live.length > 0 && <Button onClick={() => forEach(live, cancel.mutate)}>Cancel {live.length}</Button>}
      {ended.length > 0 && (
        <Button onClick={() => forEach(ended, rerunQuietly.mutate)}>Re-run {ended.length}</Button>
      )}
    </BulkBar>
  );
}
