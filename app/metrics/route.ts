import { answerMetrics } from "@/server/engine/door";
import { refuseMethod } from "@/server/json-reply";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return answerMetrics(request);
}

const refuse = refuseMethod("GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
