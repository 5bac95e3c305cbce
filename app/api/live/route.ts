import { refuseMethod } from "@/server/json-reply";
import { answerLiveStream } from "@/server/system/door";

export const maxDuration = 300;

export function GET(request: Request): Promise<Response> {
  return answerLiveStream(request);
}

const refuse = refuseMethod("GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
