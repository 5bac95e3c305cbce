import { createId } from "@/lib/ids";
import { AppError, describeError } from "@/server/errors";
import { logger, withRequestId } from "@/server/logger";

/**
 * Runs a route handler with a request id on its log lines and its answer, and turns whatever it throws
 * into the JSON error of design §12.18.
 */
export async function answerJson(
  request: Request,
  work: (requestId: string) => Promise<Response>,
): Promise<Response> {
  const given = request.headers.get("x-request-id");
  const requestId = given && /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : createId("request");
  return withRequestId(requestId, async () => {
    const response = await work(requestId).catch((error: unknown) => answerError(error, requestId));
    response.headers.set("X-Request-Id", requestId);
    return response;
  });
}

function answerError(error: unknown, requestId: string): Response {
  const { status, body, headers } = describeError(error, requestId);
  if (status >= 500)
    logger.error({ err: error instanceof AppError ? (error.cause ?? error) : error }, body.error);
  return Response.json(body, { status, headers });
}

/** Answers a method that a hand-written route does not take. */
export function refuseMethod(allowed: string): (request: Request) => Promise<Response> {
  return (request) =>
    answerJson(request, async () => {
      throw new AppError("method_not_allowed", `Use ${allowed} here.`, { headers: { Allow: allowed } });
    });
}
