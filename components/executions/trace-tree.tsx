"use client";

import { useState } from "react";
import { layOutTrace } from "@/components/executions/lay-out-trace";
import { moveInTree } from "@/components/executions/move-in-tree";
import { listTraceNodes, type TraceNode } from "@/components/executions/trace-nodes";
import { TraceRow } from "@/components/executions/trace-row";
import { useNow } from "@/components/shared/clock";
import type { Trace } from "@/server/traces/schema";

type TraceTreeProps = { trace: Trace; selected: string | null; onSelect: (id: string) => void };

/** A trace as a tree with bars to scale. Arrow keys move and fold, Enter shows a node whole. */
export function TraceTree({ trace, selected, onSelect }: TraceTreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const now = useNow("second");
  const nodes = listTraceNodes(trace, closed);
  const place = layOutTrace(listTraceNodes(trace, new Set()).flatMap((node) => toSpan(node, now) ?? []));
  const fold = (id: string, isOpen: boolean) =>
    setClosed((before) => {
      const after = new Set(before);
      if (isOpen) after.delete(id);
      else after.add(id);
      return after;
    });
  const entry = nodes.some(({ id }) => id === selected) ? selected : nodes[0]?.id;
  return (
    <div
      role="tree"
      aria-label="Trace"
      onKeyDown={(event) => moveInTree(event, fold)}
      className="flex flex-col"
    >
      {nodes.map((node) => {
        const span = toSpan(node, now);
        return (
          <TraceRow
            key={node.id}
            node={node}
            bar={span && { from: place(span.startMs), to: place(span.endMs) }}
            durationMs={span && span.endMs - span.startMs}
            isOpen={!closed.has(node.id)}
            isSelected={node.id === selected}
            isEntry={node.id === entry}
            onSelect={() => onSelect(node.id)}
            onFold={() => fold(node.id, closed.has(node.id))}
          />
        );
      })}
    </div>
  );
}

/** When it ran; until now when it still does. */
function toSpan({ startMs, endMs }: TraceNode, now: number): { startMs: number; endMs: number } | null {
  return startMs === null ? null : { startMs, endMs: endMs ?? Math.max(startMs, now) };
}
