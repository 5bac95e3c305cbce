import type { Route } from "@/inngest/embedded/exchange";
import type { Host, Reply } from "@/inngest/embedded/host";
import type { JsonObject } from "@/inngest/embedded/json";

/** What a function does, one after the other. `fails` counts the failed attempts before a step succeeds. */
export type Act =
  | {
      do: "step";
      fails: number;
      isFinal: boolean;
      isCaught: boolean;
      retryAfter: string | null;
      slowMs: number;
    }
  | { do: "sleep"; ms: number }
  | { do: "wait"; ms: number }
  | { do: "invoke"; functionId: string; acts: Act[]; ms: number | null }
  | { do: "both"; acts: Act[] };

type Body = {
  event: { data: { key: string; acts: Act[]; throws: number } };
  steps: Record<string, { type: string }>;
  ctx: {
    attempt: number;
    max_attempts: number;
    disable_immediate_execution: boolean;
    fn_id: string;
    run_id: string;
    qi_id: string;
  };
};

type Options = {
  sleep: (ms: number) => Promise<void>;
  /** Told of every step that is carried out. */
  onStep: (runId: string, stepId: string) => void;
  onCall: (functionId: string, key: string, change: 1 | -1) => void;
  /** Where steps are checkpointed. */
  route: () => Route;
};

/** Answers calls as the SDK does for a function that does the acts in its event's data. */
export function createScriptedHost(options: Options): Host {
  async function answer(stepId: string, body: Body): Promise<Reply> {
    const { ctx, event } = body;
    const memos = { ...body.steps };
    const mayCheckpoint = stepId === "step" && !ctx.disable_immediate_execution && ctx.attempt === 0;
    for (const [index, act] of (event.data.acts ?? []).entries()) {
      const group = (act.do === "both" ? act.acts : [act]).map((part, n) => ({ part, id: `s${index}-${n}` }));
      const open = group.filter(({ id }) => !memos[id]);
      const failed = group.find(
        ({ part, id }) => memos[id]?.type === "error" && !(part.do === "step" && part.isCaught),
      );
      const [only] = open;
      if (open.length === 0) {
        if (failed) return reply(500, { name: "Error", message: `${failed.id} failed` }, { isFinal: true });
        continue;
      }
      const asked = open.find(({ id }) => id === stepId);
      const isAlone = group.length === 1 && !ctx.disable_immediate_execution;
      const chosen = asked ?? (stepId === "step" && isAlone && only?.part.do === "step" ? only : null);
      if (!chosen)
        return reply(
          206,
          open.map(({ part, id }) => plan(part, id, event.data.key)),
        );
      if (chosen.part.do !== "step") throw new Error("only steps are run");
      const op = await runStep(ctx, chosen.id, chosen.part);
      const retryAfter = op.op === "StepError" ? chosen.part.retryAfter : null;
      if (!mayCheckpoint || op.op !== "StepRun") return reply(206, [op], { retryAfter });
      if (!(await checkpoint(ctx, op)))
        return reply(500, { name: "StaleDispatchError", message: "stale" }, { isFinal: true });
      memos[chosen.id] = { type: "data" };
    }
    if (ctx.attempt < event.data.throws) return reply(500, { name: "Error", message: "not yet" });
    return mayCheckpoint ? reply(206, [{ id: "end", op: "RunComplete", data: 1 }]) : reply(200, 1);
  }

  async function runStep(
    ctx: Body["ctx"],
    id: string,
    act: Extract<Act, { do: "step" }>,
  ): Promise<JsonObject> {
    if (act.slowMs > 0) await options.sleep(act.slowMs);
    options.onStep(ctx.run_id, id);
    if (ctx.attempt >= act.fails) return { id, op: "StepRun", displayName: id, data: 1 };
    const isLast = act.isFinal || ctx.attempt + 1 >= ctx.max_attempts;
    return { id, op: isLast ? "StepFailed" : "StepError", displayName: id, error: { message: "no" } };
  }

  async function checkpoint(ctx: Body["ctx"], op: JsonObject): Promise<boolean> {
    const body = JSON.stringify({ qi_id: ctx.qi_id, steps: [op] });
    const answered = await options.route()({
      method: "POST",
      path: `/v1/checkpoint/${ctx.run_id}/async`,
      header: () => "Bearer key",
      text: async () => body,
    });
    return answered?.status === 200;
  }

  return {
    async call(functionId, stepId, text) {
      const body = JSON.parse(text) as Body;
      const key = body.event.data.key ?? "";
      options.onCall(functionId, key, 1);
      try {
        return await answer(stepId, body);
      } finally {
        options.onCall(functionId, key, -1);
      }
    },
  };
}

function plan(act: Act, id: string, key: string): JsonObject {
  switch (act.do) {
    case "step":
      return { id, op: "StepPlanned", displayName: id };
    case "sleep":
      return { id, op: "Sleep", name: `${act.ms}ms` };
    case "wait":
      return {
        id,
        op: "WaitForEvent",
        name: "answer",
        opts: { timeout: `${act.ms}ms`, if: "event.data.key == async.data.key" },
      };
    case "invoke":
      return {
        id,
        op: "InvokeFunction",
        opts: {
          function_id: act.functionId,
          payload: { data: { key, acts: act.acts, throws: 0 } },
          ...(act.ms === null ? {} : { timeout: `${act.ms}ms` }),
        },
      };
    case "both":
      throw new Error("parallel acts are not nested");
  }
}

function reply(
  status: number,
  body: unknown,
  { isFinal = false, retryAfter = null }: { isFinal?: boolean; retryAfter?: string | null } = {},
): Reply {
  return { status, isFinal, retryAfter, version: "2", body: JSON.stringify(body) };
}
