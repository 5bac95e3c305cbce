"use client";

import { ExecutionFacts } from "@/components/executions/execution-facts";
import { ExecutionOutputPanel } from "@/components/executions/execution-output-panel";
import { ExecutionPromptPanel } from "@/components/executions/execution-prompt-panel";
import { NodePanel } from "@/components/executions/node-panel";
import type { OutputPart } from "@/components/executions/output-parts";
import { TracePanel } from "@/components/executions/trace-panel";
import type { StreamPhase } from "@/components/executions/use-execution-stream";
import { type ExecutionTab, useTraceNode } from "@/components/executions/use-trace-node";
import { TabList } from "@/components/shared/tab-list";
import type { ExecutionDetail } from "@/server/executions/schema";

const tabs = [
  { id: "trace", label: "Trace", className: "lg:hidden" },
  { id: "output", label: "Output" },
  { id: "prompt", label: "Prompt" },
  { id: "facts", label: "Facts", className: "lg:hidden" },
];

type ExecutionPanelsProps = { execution: ExecutionDetail; parts: OutputPart[] | null; phase: StreamPhase };

/**
 * The parts of an execution that take turns in the main column; on a narrow screen its trace and its facts are two of
 * them. A node chosen in the trace stands in the output's place.
 */
export function ExecutionPanels({ execution, parts, phase }: ExecutionPanelsProps) {
  const { tab, node, showTab, close } = useTraceNode();
  const isNode = tab === "output" && node !== null;
  return (
    <div className="min-w-0">
      <TabList label="Execution" tabs={tabs} current={tab} onTab={(id) => showTab(id as ExecutionTab)} />
      <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} className="pt-3">
        {tab === "trace" && <TracePanel executionId={execution.id} />}
        {isNode && <NodePanel executionId={execution.id} nodeId={node} onClose={close} />}
        {tab === "output" && !isNode && (
          <ExecutionOutputPanel execution={execution} parts={parts} phase={phase} />
        )}
        {tab === "prompt" && <ExecutionPromptPanel execution={execution} />}
        {tab === "facts" && <ExecutionFacts execution={execution} />}
      </div>
    </div>
  );
}
