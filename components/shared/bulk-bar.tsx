"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format";

type BulkBarProps = {
  /** What is marked, in the plural and in lower case: "events". */
  noun: string;
  count: number;
  onClear: () => void;
  /** The acts, as buttons that say on how many they act: "Replay 3". */
  children: ReactNode;
};

/** What can be done with the rows that are marked. It floats over the end of the list. */
export function BulkBar({ noun, count, onClear, children }: BulkBarProps) {
  if (count === 0) return null;
  return (
    <section
      aria-label={`Selected ${noun}`}
      className="sticky bottom-4 z-10 mx-auto mt-4 flex w-fit animate-appear flex-wrap items-center gap-2 rounded-md border border-line bg-surface p-2 pl-4 shadow-float"
    >
      <span className="mr-2 text-table tabular-nums">{formatCount(count)} selected</span>
      {children}
      <Button tone="quiet" onClick={onClear}>
        Clear
      </Button>
    </section>
  );
}
