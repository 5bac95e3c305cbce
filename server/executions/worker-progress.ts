import { z } from "zod";
import { type ProgressStage, progressStages } from "@/server/executions/schema";
import { parseOrUndefined } from "@/server/json-text";

const schema = z.object({
  stage: z.string().catch(""),
  percentEstimate: z.number().nullable().catch(null),
  activeTool: z.string().nullable().catch(null),
  message: z.string().nullable().catch(null),
  toolCallsCompleted: z.number().catch(0),
  stageStartedAt: z.string().optional().catch(undefined),
});

export type WorkerProgress = {
  /** Null for one that is none of a running execution, such as completed. */
  stage: ProgressStage | null;
  percentEstimate: number | null;
  activeTool: string | null;
  message: string | null;
  toolCallsCompleted: number;
  since: Date | null;
};

/** What a worker said last of how far it is (contracts/personas.md §1.8), or null. */
export function readWorkerProgress(text: string | null): WorkerProgress | null {
  const { data } = schema.safeParse(parseOrUndefined(text));
  if (!data) return null;
  const { stageStartedAt, stage, ...rest } = data;
  const since = stageStartedAt === undefined ? null : new Date(stageStartedAt);
  return {
    ...rest,
    stage: progressStages.find((known) => known === stage) ?? null,
    since: since && Number.isFinite(since.getTime()) ? since : null,
  };
}

/** How long its worker said that each of its phases took, or null. */
export function readWorkerPhases(text: string | null): Record<string, number> | null {
  return reported.safeParse(parseOrUndefined(text)).data?.phaseTimings ?? null;
}

const reported = z.object({ phaseTimings: z.record(z.string(), z.number()) });
