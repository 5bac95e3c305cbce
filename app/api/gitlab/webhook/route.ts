import { after } from "next/server";
import { refuseMethod } from "@/server/json-reply";
import { receiveWebhook } from "@/server/webhooks/door";

/** Another address of /api/hooks/gitlab (design §12.10). */
export function POST(request: Request): Promise<Response> {
  return receiveWebhook(request, "gitlab", after);
}

const refuse = refuseMethod("POST");

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
