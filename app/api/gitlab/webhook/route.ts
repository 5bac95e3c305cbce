import { after } from "next/server";
import { receiveGitlab } from "@/server/webhooks/door";

export function POST(request: Request): Promise<Response> {
  return receiveGitlab(request, after);
}
