import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from "lucide-react";
import { toneInk } from "@/components/shared/tones";
import { cn } from "@/lib/cn";
import type { DesignOutput, DesignStage } from "@/server/designs/schema";

/** In their order; the schema itself stays out of the browser. */
const designStages = [
  "prompt_assembly",
  "llm_generation",
  "result_parsing",
  "feasibility_check",
  "persist",
] as const satisfies DesignStage[];

const words: Record<DesignStage, string> = {
  prompt_assembly: "Put the intention into words for the model",
  llm_generation: "The model designs",
  result_parsing: "Read the design",
  feasibility_check: "Check whether it can be done",
  persist: "Make the persona",
};
const looks = {
  done: { icon: CircleCheck, tone: toneInk.completed, word: "done" },
  running: { icon: LoaderCircle, tone: cn(toneInk.running, "animate-spin"), word: "under way" },
  failed: { icon: CircleX, tone: toneInk.failed, word: "failed" },
  ahead: { icon: CircleDashed, tone: toneInk.queued, word: "ahead" },
};

/** The stages of a design: which are done, and at which it is. */
export function DesignStages({ stage, status }: Pick<DesignOutput, "stage" | "status">) {
  const current = designStages.indexOf(stage);
  return (
    <ol aria-label="Stages" className="flex flex-col gap-1.5">
      {designStages.map((each, place) => {
        const state =
          place < current ? "done" : place > current ? "ahead" : status === "failed" ? "failed" : "running";
        const { icon: Icon, tone, word } = looks[state];
        return (
          <li key={each} className="flex items-center gap-2 text-table">
            <Icon aria-hidden className={cn("size-4", tone)} />
            <span className={cn(state === "ahead" && "text-ink-muted")}>{words[each]}</span>
            <span className="sr-only">{word}</span>
          </li>
        );
      })}
    </ol>
  );
}
