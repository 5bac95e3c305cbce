import { requireActor } from "@/server/auth";
import { answerEventStream } from "@/server/event-stream";
import { answerJson } from "@/server/json-reply";
import { streamChanges } from "@/server/system/live";
import { checkHealth } from "@/server/system/service";

/** GET /api/live: which lists have changed, for the pages that are open. */
export function answerLiveStream(request: Request): Promise<Response> {
  return answerJson(request, async () => {
    const actor = await requireActor(request);
    return answerEventStream(request, (send) => streamChanges(actor, send));
  });
}

/** GET /health: open to all; 503 only when unhealthy (design §12.17). */
export function answerHealth(request: Request): Promise<Response> {
  return answerJson(request, async () => {
    const health = await checkHealth();
    return Response.json(health, { status: health.status === "unhealthy" ? 503 : 200 });
  });
}

/** GET /healthz: ready when database and engine answer, whatever the model's provider does. */
export function answerReadiness(request: Request): Promise<Response> {
  return answerJson(request, async () => {
    const { status, dependencies, version } = await checkHealth();
    const isReady = status !== "unhealthy";
    return Response.json({ ready: isReady, version, dependencies }, { status: isReady ? 200 : 503 });
  });
}
