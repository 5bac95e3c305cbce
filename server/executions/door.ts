import { requireActor } from "@/server/auth";
import { answerEventStream } from "@/server/event-stream";
import { requireStreamable, streamExecution } from "@/server/executions/stream";
import { answerJson } from "@/server/json-reply";

/** GET /api/executions/:id/stream: resumes after `Last-Event-ID`, or `?after=`. */
export function answerExecutionStream(request: Request, executionId: string): Promise<Response> {
  return answerJson(request, async () => {
    const actor = await requireActor(request);
    await requireStreamable(actor, executionId);
    const given = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after");
    const after = Math.max(0, Number.parseInt(given ?? "0", 10) || 0);
    return answerEventStream(request, (send, close) => streamExecution(executionId, after, send, close));
  });
}
