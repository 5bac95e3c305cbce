import { answerLiveStream } from "@/server/system/door";

export const maxDuration = 300;

export function GET(request: Request): Promise<Response> {
  return answerLiveStream(request);
}
