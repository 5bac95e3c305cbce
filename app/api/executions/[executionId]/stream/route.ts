import { answerExecutionStream } from "@/server/executions/door";
import { refuseMethod } from "@/server/json-reply";

export const maxDuration = 300;
type Context = { params: Promise<{ executionId: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return answerExecutionStream(request, (await params).executionId);
}

const refuse = refuseMethod("GET");

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
