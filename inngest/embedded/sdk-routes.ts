import { z } from "zod";
import { commitPlans, type EngineState } from "./engine-state";
import { type Answer, type Ask, type Route, refuse, safelyDecode } from "./exchange";
import { readOps } from "./op-codes";
import { planOps } from "./op-plan";
import { type Run, writeSteps } from "./run";
import { isBearer } from "./signing";
import { LeaseLostError } from "./store";

/** A step of 4 MB with what the SDK sends around it, or many small ones. */
const largestBody = 64 * 1024 * 1024;

const checkpointSchema = z.looseObject({ qi_id: z.string(), steps: z.array(z.unknown()) });

type Options = {
  signingKey: string;
  /** Null until the lease is held. */
  engine: () => EngineState | null;
  /** False once the engine stops: functions are to end at their next step then. */
  mayGoOn: () => boolean;
};

/**
 * What the SDK asks of the server while it runs a function: `POST /v1/checkpoint/:runId/async` records
 * steps before the next one starts; `GET /v0/runs/:runId/actions` and `/batch` give the state of a run
 * that is too large to travel in the call.
 */
export function createSdkRoutes(options: Options): Route {
  return async (ask) => {
    const [, checkpointed, fetched, part] =
      /^(?:\/v1\/checkpoint\/([^/]+)\/async|\/v0\/runs\/([^/]+)\/(actions|batch))$/.exec(ask.path) ?? [];
    const id = checkpointed ?? fetched;
    if (id === undefined) return null;
    if (ask.method !== (checkpointed ? "POST" : "GET")) return refuse(405, "method not allowed");
    if (!isBearer(ask.header("authorization"), options.signingKey))
      return refuse(401, "the signing key is not known");
    const engine = options.engine();
    if (!engine) return refuse(503, "the engine is not ready");
    const run = engine.runs.get(safelyDecode(id));
    if (checkpointed) return run ? checkpoint(engine, run, ask, options.mayGoOn) : stale();
    if (!run?.memos) return refuse(404, `no call of the run ${id} is under way`);
    return { status: 200, text: part === "batch" ? `[${run.event}]` : writeSteps(run) };
  };
}

/** Records what ended. 409 tells the SDK to end the call: the run goes on with another one, or not at all. */
async function checkpoint(engine: EngineState, run: Run, ask: Ask, mayGoOn: () => boolean): Promise<Answer> {
  const body = checkpointSchema.safeParse(JSON.parse((await ask.text(largestBody)) ?? "null"));
  if (!body.success) return refuse(400, "the checkpoint is not well formed");
  const { call } = run;
  if (call?.id !== body.data.qi_id || call.isStale) return stale();
  const outcome = readOps(body.data.steps, false);
  const ops = outcome.kind === "ops" ? outcome.ops : [];
  const done = ops.flatMap((op) => (op.op === "done" ? op : []));
  if (done.length === 0 || done.length < ops.length) {
    return refuse(400, "only steps that have ended can be checkpointed");
  }
  const plan = planOps(engine, run, done);
  try {
    if (plan) await commitPlans(engine, plan.change, [plan]);
  } catch (error) {
    if (error instanceof LeaseLostError) return stale();
    throw error;
  }
  if (!mayGoOn() || done.some(({ isReplaced }) => isReplaced)) call.isStale = true;
  return run.isEnded || call.isStale ? stale() : { status: 200, body: {} };
}

function stale(): Answer {
  return refuse(409, "the run goes on with another call");
}
