import { after } from "next/server";
import { refuseMethod } from "@/server/json-reply";
import { receivePersonaWebhook } from "@/server/webhooks/door";

type Context = { params: Promise<{ personaId: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return receivePersonaWebhook(request, (await params).personaId, after);
}

const refuse = refuseMethod("POST");

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
