"use client";

import { useMemoryActs } from "@/components/memories/use-memory-acts";
import { Select } from "@/components/ui/input";
import type { MemoryOutput } from "@/server/memories/schema";

export const importances = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

/** How important a memory is, changed in place. It shows the new number at once. */
export function ImportanceSelect({ memory: { id, title, importance } }: { memory: MemoryOutput }) {
  const { weigh } = useMemoryActs();
  const shown = weigh.isPending ? (weigh.variables.importance ?? importance) : importance;
  return (
    <Select
      aria-label={`Importance of ${title}`}
      value={shown}
      onChange={(event) => weigh.mutate({ id, importance: Number(event.target.value) })}
      className="h-7 w-18 text-table tabular-nums pointer-coarse:h-11"
    >
      {importances.map((level) => (
        <option key={level} value={level}>
          {level}
        </option>
      ))}
    </Select>
  );
}
