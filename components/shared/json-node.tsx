"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";

/** Children shown at once; the rest waits behind a button. */
const pageSize = 100;

/** One value of a JSON tree and, while open, what is in it. The first two levels start open when they are small. */
export function JsonNode({ name, value, depth }: { name?: string; value: unknown; depth: number }) {
  const entries = listEntries(value);
  const [isOpen, setOpen] = useState(depth === 0 || (depth < 2 && entries !== null && entries.length <= 12));
  const [shown, setShown] = useState(pageSize);
  if (!entries || entries.length === 0) {
    return (
      <div className={depth > 0 ? "pl-5" : undefined}>
        <Name name={name} />
        <Scalar value={value} />
      </div>
    );
  }
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="relative inline-flex min-h-6 items-center gap-1 rounded-md text-left before:absolute before:inset-x-0 before:-inset-y-1 hover:bg-hover pointer-coarse:min-h-11"
      >
        <Icon aria-hidden className="size-4 shrink-0 text-ink-muted" />
        <span>
          <Name name={name} />
          <span className="text-ink-muted">{isOpen ? open : `${open} ${entries.length} ${close}`}</span>
        </span>
      </button>
      {isOpen && (
        <div className="ml-2 border-line border-l pl-1">
          {entries.slice(0, shown).map(([key, child]) => (
            <JsonNode key={key} name={key} value={child} depth={depth + 1} />
          ))}
          {entries.length > shown && (
            <button type="button" onClick={() => setShown(shown + pageSize)} className="pl-5 underline">
              {entries.length - shown} more
            </button>
          )}
        </div>
      )}
      {isOpen && <div className="pl-5 text-ink-muted">{close}</div>}
    </div>
  );
}

function Name({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className="text-ink-muted">{name}: </span>;
}

function Scalar({ value }: { value: unknown }) {
  return <span className="whitespace-pre-wrap break-words">{JSON.stringify(value)}</span>;
}

function listEntries(value: unknown): [string, unknown][] | null {
  return typeof value === "object" && value !== null ? Object.entries(value) : null;
}
