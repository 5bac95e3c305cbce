"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { ExecutionFacts } from "@/components/executions/execution-facts";
import { ExecutionOutputPanel } from "@/components/executions/execution-output-panel";
import { ExecutionPromptPanel } from "@/components/executions/execution-prompt-panel";
import type { OutputPart } from "@/components/executions/output-parts";
import type { StreamPhase } from "@/components/executions/use-execution-stream";
import { TabList } from "@/components/shared/tab-list";
import type { ExecutionDetail } from "@/server/executions/schema";

const tabIds = ["output", "prompt", "facts"] as const;
const tabs = [
  { id: "output", label: "Output" },
  { id: "prompt", label: "Prompt" },
  { id: "facts", label: "Facts", className: "lg:hidden" },
];

type ExecutionPanelsProps = { execution: ExecutionDetail; parts: OutputPart[] | null; phase: StreamPhase };

/** The parts of an execution that take turns in the main column; on a narrow screen its facts are one of them. */
export function ExecutionPanels({ execution, parts, phase }: ExecutionPanelsProps) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(tabIds).withDefault("output"));
  return (
    <div className="min-w-0">
      <TabList label="Execution" tabs={tabs} current={tab} onTab={(id) => void setTab(id as typeof tab)} />
      <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} className="pt-3">
        {tab === "output" && <ExecutionOutputPanel execution={execution} parts={parts} phase={phase} />}
        {tab === "prompt" && <ExecutionPromptPanel execution={execution} />}
        {tab === "facts" && <ExecutionFacts execution={execution} />}
      </div>
    </div>
  );
}
