import { answerExecutionStream } from "@/server/executions/door";

export const maxDuration = 300;
type Context = { params: Promise<{ executionId: string }> };

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return answerExecutionStream(request, (await params).executionId);
}
