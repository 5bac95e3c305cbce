import { refuseMethod } from "@/server/json-reply";
import { answerOauthCallback } from "@/server/mcp-servers/door";

export function GET(request: Request): Promise<Response> {
  return answerOauthCallback(request);
}

const refuse = refuseMethod("GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
