import { ChevronRight, CornerDownRight } from "lucide-react";
import type { TraceNode } from "@/components/executions/trace-nodes";
import { toneFill } from "@/components/shared/tones";
import { cn } from "@/lib/cn";
import { formatDuration } from "@/lib/format";

type TraceRowProps = {
  node: TraceNode;
  /** Where its bar begins and ends on the axis, from 0 to 1; null for one that has not begun. */
  bar: { from: number; to: number } | null;
  durationMs: number | null;
  isOpen: boolean;
  isSelected: boolean;
  /** Whether the tab key leads to it. */
  isEntry: boolean;
  onSelect: () => void;
  onFold: () => void;
};

/** A node of the trace: its name, how long it took, and below both its bar on the common axis. */
export function TraceRow({
  node,
  bar,
  durationMs,
  isOpen,
  isSelected,
  isEntry,
  onSelect,
  onFold,
}: TraceRowProps) {
  const isParent = node.childCount > 0;
  return (
    <button
      type="button"
      role="treeitem"
      aria-level={node.level}
      aria-selected={isSelected}
      {...(isParent ? { "aria-expanded": isOpen } : {})}
      data-node={node.id}
      tabIndex={isEntry ? 0 : -1}
      onClick={(event) => {
        const isFold = event.target instanceof Element && event.target.closest("[data-fold]") !== null;
        if (isFold) onFold();
        else onSelect();
      }}
      className={cn(
        "flex min-h-9 w-full flex-col justify-center gap-1 rounded-md py-1 pr-2 pl-1 text-left text-table -outline-offset-2 pointer-coarse:min-h-11",
        isSelected ? "bg-selected" : "hover:bg-hover",
      )}
    >
      <span className={cn("flex w-full items-center gap-1", node.level === 2 && "pl-5")}>
        {node.level === 2 ? (
          <CornerDownRight aria-hidden className="size-3.5 shrink-0 text-ink-muted" />
        ) : (
          <span
            {...(isParent ? { "data-fold": true } : {})}
            className="-m-1.5 grid size-7 shrink-0 place-items-center"
          >
            {isParent && (
              <ChevronRight
                aria-hidden
                className={cn("size-3.5 text-ink-muted transition-transform", isOpen && "rotate-90")}
              />
            )}
          </span>
        )}
        <span className={cn("min-w-0 flex-1 truncate", node.level === 2 && "font-mono text-code")}>
          {node.label}
        </span>
        {isParent && !isOpen && <span className="text-ink-muted">{node.childCount}</span>}
        <span className="shrink-0 font-mono text-code text-ink-muted tabular-nums">
          {durationMs === null ? "–" : formatDuration(durationMs)}
        </span>
      </span>
      <span aria-hidden className="relative block h-1 w-full">
        {bar && (
          <span
            className={cn(
              "absolute h-1 min-w-0.5 rounded-md",
              toneFill[node.tone],
              node.endMs === null && "animate-pulse",
            )}
            style={{ left: `${bar.from * 100}%`, width: `${Math.max(0, bar.to - bar.from) * 100}%` }}
          />
        )}
      </span>
    </button>
  );
}
