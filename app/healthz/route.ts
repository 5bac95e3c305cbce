import { answerReadiness } from "@/server/system/door";

export const dynamic = "force-dynamic";

export function GET(request: Request): Promise<Response> {
  return answerReadiness(request);
}
