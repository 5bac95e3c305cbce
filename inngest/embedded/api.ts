import type { EngineState } from "./engine-state";
import { type Answer, type Ask, type Route, refuse, safelyDecode } from "./exchange";
import { cancelRun, retryRun } from "./run-control";
import { isBearer } from "./signing";
import { type Database, findRun, loadRunsOfEvent, type RunSummary } from "./store";

type Options = {
  signingKey: string;
  db: Database;
  /** Null until the engine works, and once it stops. */
  engine: () => EngineState | null;
};

const statusNames: Record<string, string> = {
  active: "Running",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
};

/**
 * Serves what the Inngest server's REST API has for runs (`GET /v1/runs/:id`, `GET /v1/events/:id/runs`,
 * `DELETE /v1/runs/:id` cancels), and `POST /v1/runs/:id/retry` and `GET /v1/state`, which only this engine
 * has. All of it asks for the signing key as bearer token.
 */
export function createApi(options: Options): Route {
  return async (ask) => {
    const [, kind, id, verb] = /^\/v1\/(runs|events|state)(?:\/([^/]+)(?:\/([^/]+))?)?$/.exec(ask.path) ?? [];
    if (!kind) return null;
    if (!isBearer(ask.header("authorization"), options.signingKey))
      return refuse(401, "the signing key is not known");
    const engine = options.engine();
    if (!engine) return refuse(503, "the engine is not ready");
    return answer(options.db, engine, ask, [kind, safelyDecode(id ?? ""), verb ?? ""]);
  };
}

async function answer(
  database: Database,
  engine: EngineState,
  { method }: Ask,
  [kind, id, verb]: [string, string, string],
): Promise<Answer> {
  switch ([method, kind, id ? ":id" : "", verb].filter(Boolean).join(" ")) {
    case "GET state":
      return { status: 200, body: describeState(engine) };
    case "GET runs :id": {
      const run = await findRun(database, id);
      return run ? { status: 200, body: { data: describeRun(run) } } : refuse(404, `there is no run ${id}`);
    }
    case "GET events :id runs":
      return {
        status: 200,
        body: { data: (await loadRunsOfEvent(database, id)).map(describeRun) },
      };
    case "DELETE runs :id":
      return cancel(database, engine, id);
    case "POST runs :id retry": {
      const retried = await retryRun(database, engine, id);
      return "refusal" in retried
        ? refuse(retried.status, retried.refusal)
        : { status: 201, body: { data: { run_id: retried.runId } } };
    }
    default:
      return refuse(404, "not found");
  }
}

async function cancel(database: Database, engine: EngineState, id: string): Promise<Answer> {
  if (await cancelRun(engine, id)) return { status: 204, body: undefined };
  const run = await findRun(database, id);
  return run
    ? refuse(409, `the run ${id} has ended already: ${run.status}`)
    : refuse(404, `there is no run ${id}`);
}

/** How busy the engine is; `oldestQueuedMs` is how long the first call in line has waited. */
export function describeState(engine: EngineState) {
  const oldest = engine.queue.oldestQueuedMs();
  return {
    queueDepth: engine.queue.depth(),
    oldestQueuedMs: oldest === null ? null : engine.clock() - oldest,
    activeRuns: engine.runs.size,
    timers: engine.timers.count(),
    callsRunning: engine.queue.running(),
  };
}

function describeRun(run: RunSummary) {
  return {
    run_id: run.id,
    function_id: run.functionId,
    event_id: run.eventId,
    status: statusNames[run.status] ?? run.status,
    output: run.result === null ? null : (JSON.parse(run.result) as unknown),
    run_started_at: run.createdAt.toISOString(),
    ended_at: run.endedAt?.toISOString() ?? null,
  };
}
