"use client";

import { useMemo, useState } from "react";
import { CopyButton } from "@/components/shared/copy-button";
import { JsonNode } from "@/components/shared/json-node";
import { ScrollRegion } from "@/components/shared/scroll-region";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { formatBytes } from "@/lib/format";

/** Above this many characters the text is not parsed until someone asks. */
const lazyAbove = 300_000;

/** JSON text as a tree that opens and closes; text that is not JSON is shown as it stands. */
export function JsonView({ text, label, className }: { text: string; label: string; className?: string }) {
  const [isWanted, setWanted] = useState(text.length <= lazyAbove);
  const value = useMemo(() => (isWanted ? parseJson(text) : undefined), [isWanted, text]);
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      <ScrollRegion
        label={label}
        className={cn("overflow-auto rounded-md p-3 pr-12 font-mono text-code", className)}
      >
        {!isWanted && (
          <div className="flex flex-wrap items-center gap-3">
            <span className="text-ink-muted">{formatBytes(text.length)} of JSON</span>
            <Button onClick={() => setWanted(true)}>Show it</Button>
          </div>
        )}
        {isWanted && value === undefined && <pre className="whitespace-pre-wrap break-words">{text}</pre>}
        {value !== undefined && <JsonNode value={value} depth={0} />}
      </ScrollRegion>
      <div className="absolute top-1 right-1 rounded-md bg-sunken">
        <CopyButton text={text} what={label} />
      </div>
    </div>
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
