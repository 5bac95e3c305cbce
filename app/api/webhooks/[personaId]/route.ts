import { after } from "next/server";
import { receivePersonaWebhook } from "@/server/webhooks/door";

type Context = { params: Promise<{ personaId: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return receivePersonaWebhook(request, (await params).personaId, after);
}
