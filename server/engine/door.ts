import { requireActor } from "@/server/auth";
import { readMetrics } from "@/server/engine/metrics";
import { answerJson } from "@/server/json-reply";
import { metricsContentType } from "@/server/metrics";

/** GET /metrics: the hub's figures for Prometheus, for a known caller. */
export function answerMetrics(request: Request): Promise<Response> {
  return answerJson(request, async () => {
    const text = await readMetrics(await requireActor(request));
    return new Response(text, {
      headers: { "Content-Type": metricsContentType, "Cache-Control": "no-store" },
    });
  });
}
