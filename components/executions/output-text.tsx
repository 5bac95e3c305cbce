"use client";

import { Info } from "lucide-react";
import dynamic from "next/dynamic";
import { memo } from "react";
import type { OutputPart } from "@/components/executions/output-parts";

/** Beyond this many characters a stretch is shown as written: formatting it again with every piece would be felt. */
const formatUpTo = 60_000;

const Markdown = dynamic(() => import("@/components/shared/markdown").then((module) => module.Markdown), {
  loading: () => null,
});

/** Stretches of output in order: the model's as reading text or as written, the hub's own as notes. */
export function OutputText({ parts, isRaw }: { parts: OutputPart[]; isRaw: boolean }) {
  return (
    <div className="flex flex-col gap-3">
      {parts.map((part) =>
        part.kind === "notice" ? (
          <p key={part.key} className="flex items-center gap-2 text-ink-muted text-table">
            <Info aria-hidden className="size-3.5 shrink-0" /> {part.text}
          </p>
        ) : (
          <Stretch key={part.key} text={part.text} isRaw={isRaw} />
        ),
      )}
    </div>
  );
}

/**
 * Nothing to see, while the first word is waited for: what formats it is there when it comes. React would hold a part
 * that is loaded only then back for 300 ms.
 */
export function OutputAhead() {
  return (
    <div hidden>
      <Markdown text="" />
    </div>
  );
}

const Stretch = memo(function Stretch({ text, isRaw }: { text: string; isRaw: boolean }) {
  if (isRaw || text.length > formatUpTo) {
    return <pre className="whitespace-pre-wrap break-words font-mono text-code">{text}</pre>;
  }
  return <Markdown text={text} />;
});
