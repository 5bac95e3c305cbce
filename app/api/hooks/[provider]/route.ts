import { after } from "next/server";
import { refuseMethod } from "@/server/json-reply";
import { receiveWebhook } from "@/server/webhooks/door";

type Context = { params: Promise<{ provider: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return receiveWebhook(request, (await params).provider, after);
}

const refuse = refuseMethod("POST");

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
