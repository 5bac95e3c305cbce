import { after } from "next/server";
import { refuseMethod } from "@/server/json-reply";
import { receiveGitlab } from "@/server/webhooks/door";

export function POST(request: Request): Promise<Response> {
  return receiveGitlab(request, after);
}

const refuse = refuseMethod("POST");

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
