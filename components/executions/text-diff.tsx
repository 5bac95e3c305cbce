"use client";

import { useMemo } from "react";
import { type DiffPart, diffTexts } from "@/components/executions/diff-texts";
import { ScrollRegion } from "@/components/shared/scroll-region";
import { cn } from "@/lib/cn";

type TextDiffProps = { label: string; before: string; after: string; isCode?: boolean };

/** Two texts side by side: what the first lost stands struck on the left, what the second gained on the right. */
export function TextDiff({ label, before, after, isCode = false }: TextDiffProps) {
  const parts = useMemo(() => diffTexts(before, after), [before, after]);
  return (
    <div className="grid gap-3 md:grid-cols-2">
      <Side
        label={`${label} of the first`}
        parts={parts.filter(({ kind }) => kind !== "added")}
        isCode={isCode}
      />
      <Side
        label={`${label} of the second`}
        parts={parts.filter(({ kind }) => kind !== "removed")}
        isCode={isCode}
      />
    </div>
  );
}

function Side({ label, parts, isCode }: { label: string; parts: DiffPart[]; isCode: boolean }) {
  return (
    <ScrollRegion
      label={label}
      className={cn(
        "max-h-[70dvh] overflow-auto whitespace-pre-wrap break-words rounded-md border border-line bg-sunken p-3",
        isCode ? "font-mono text-code" : "text-read",
      )}
    >
      {parts.length === 0 && <span className="text-ink-muted text-table">Nothing</span>}
      {parts.map(({ key, kind, text }) => {
        if (kind === "removed")
          return (
            <del key={key} className="bg-failed-tint">
              {text}
            </del>
          );
        if (kind === "added")
          return (
            <ins key={key} className="bg-completed-tint">
              {text}
            </ins>
          );
        return <span key={key}>{text}</span>;
      })}
    </ScrollRegion>
  );
}
