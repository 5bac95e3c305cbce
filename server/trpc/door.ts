import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { resolveActor } from "@/server/auth";
import { answerJson } from "@/server/json-reply";
import { logger } from "@/server/logger";
import { jsonBodyLimit, readBody } from "@/server/request-body";
import { appRouter } from "@/server/trpc/root";
import { toAppError } from "@/server/trpc/to-app-error";

/** The tRPC door, for the Hub's own pages. */
export function handleTrpc(request: Request): Promise<Response> {
  return answerJson(request, async (requestId) => {
    const actor = await resolveActor(request);
    const body = request.method === "GET" ? undefined : await readBody(request, jsonBodyLimit);
    return fetchRequestHandler({
      endpoint: "/api/trpc",
      req: new Request(request.url, { method: request.method, headers: request.headers, body }),
      router: appRouter,
      allowBatching: true,
      createContext: () => ({ actor, requestId, reply: {} }),
      onError: ({ error, path }) => {
        const known = toAppError(error);
        if (known.code === "internal") logger.error({ err: known.cause ?? error, verb: path }, known.message);
      },
    });
  });
}
