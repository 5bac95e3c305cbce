import { initTRPC, TRPCError } from "@trpc/server";
import type { Actor } from "@/server/actor";
import { AppError, errorTable } from "@/server/errors";
import { toAppError } from "@/server/trpc/to-app-error";

/** How a verb shows at the REST door. `list` unwraps `{items, total}` into a bare array with count headers. */
export type RestMeta = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: `/${string}`;
  summary: string;
  /** What the summary has no room for. */
  description?: string;
  tag: string;
  status?: number;
  list?: true;
};
export type VerbMeta = { rest?: RestMeta };

/** What every verb is called with. A procedure may set the status that the REST door answers with. */
export type VerbContext = {
  actor: Actor | null;
  requestId: string;
  /** The caller's Idempotency-Key, at the REST door. */
  idempotencyKey?: string | undefined;
  /** Aborts when nobody waits for the answer any more, at the REST door. */
  signal?: AbortSignal | undefined;
  reply: { status?: number };
};

const t = initTRPC
  .context<VerbContext>()
  .meta<VerbMeta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => {
      const known = toAppError(error);
      return {
        code: shape.code,
        message: known.message,
        data: {
          code: known.code,
          httpStatus: errorTable[known.code].status,
          issues: known.issues ?? [],
          requestId: ctx?.requestId ?? "",
        },
      };
    },
  });

export const createRouter = t.router;
export const createCallerFactory = t.createCallerFactory;

/** A procedure that only a known actor may call; scopes are the service's to check. */
export const verb = t.procedure.use(async ({ ctx, next }) => {
  if (!ctx.actor)
    throw toTrpcError(
      new AppError("unauthorized", "Sign in, or send a valid key as Authorization: Bearer <key>."),
    );
  const result = await next({ ctx: { ...ctx, actor: ctx.actor } });
  if (!result.ok) throw toTrpcError(toAppError(result.error));
  return result;
});

/** tRPC picks the HTTP status from its own code, so an AppError travels inside one. */
function toTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: errorTable[error.code].trpc, message: error.message, cause: error });
}
