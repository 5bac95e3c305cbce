import { refuseMethod } from "@/server/json-reply";
import { receiveLinkAnswer } from "@/server/reviews/door";

type Context = { params: Promise<{ token: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return receiveLinkAnswer(request, (await params).token);
}

const refuse = refuseMethod("POST");

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
