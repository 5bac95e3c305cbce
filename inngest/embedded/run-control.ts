import { commitPlans, type EngineState } from "./engine-state";
import { planRetry } from "./event-plan";
import { planRunEnd } from "./run-end";
import { type Database, findRun } from "./store";

/** Ends a run that goes on, without its onFailure. Says whether there was one. */
export async function cancelRun(engine: EngineState, runId: string): Promise<boolean> {
  const run = engine.runs.get(runId);
  if (!run) return false;
  const plan = planRunEnd(engine, run, { status: "cancelled" });
  await commitPlans(engine, plan.change, [plan]);
  return true;
}

export type Retried = { runId: string } | { status: number; refusal: string };

/** Starts a new run of an ended one's function with the same event. Whoever invoked the first is not told. */
export async function retryRun(database: Database, engine: EngineState, runId: string): Promise<Retried> {
  const former = await findRun(database, runId);
  if (!former) return { status: 404, refusal: `there is no run ${runId}` };
  if (former.status === "active") {
    return { status: 409, refusal: `the run ${runId} goes on; cancel it before it is retried` };
  }
  const definition = engine.definitions.get(former.functionId);
  if (!definition) {
    return { status: 409, refusal: `the function ${former.functionId} no longer exists` };
  }
  if (former.payload === null) {
    return { status: 409, refusal: `the event of run ${runId} is past its retention` };
  }
  const { plan, run } = planRetry(engine, definition, former.payload);
  await commitPlans(engine, plan.change, [plan]);
  return { runId: run.id };
}
