import { refuseMethod } from "@/server/json-reply";
import { answerReadiness } from "@/server/system/door";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return answerReadiness(request);
}

const refuse = refuseMethod("GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
