import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { AppError, type ErrorCode, errorTable, type FieldIssue } from "@/server/errors";

/** Whatever a procedure threw, as an AppError. What we do not know becomes `internal` and loses its text. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof TRPCError) return fromTrpc(error);
  return (
    fromDatabase(error) ?? new AppError("internal", "Something went wrong on our side.", { cause: error })
  );
}

function fromTrpc(error: TRPCError): AppError {
  if (error.cause instanceof AppError) return error.cause;
  if (error.code === "BAD_REQUEST" && error.cause instanceof ZodError) return fromZod(error.cause);
  if (error.cause instanceof SyntaxError)
    return new AppError("bad_json", `The body is not valid JSON: ${error.cause.message}`, { cause: error });
  if (error.code === "INTERNAL_SERVER_ERROR")
    return toAppError(error.cause instanceof Error ? error.cause : null);
  const code = Object.entries(errorTable).find(([, entry]) => entry.trpc === error.code)?.[0] as
    | ErrorCode
    | undefined;
  return new AppError(code ?? "internal", error.message, { cause: error });
}

/** Validation issues with dotted paths; an unknown key is named at its own path. */
export function fromZod(error: ZodError): AppError {
  const issues = error.issues.flatMap((issue): FieldIssue[] => {
    const path = issue.path.map(String).join(".");
    if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: "Unknown field" }));
  });
  const first = issues[0];
  const message = first ? `${first.path || "body"}: ${first.message}` : "The input is not valid.";
  return new AppError("validation_failed", message, { issues, cause: error });
}

function fromDatabase(error: unknown): AppError | null {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === "P2002")
    return new AppError("conflict", "Something with these values exists already.", { cause: error });
  if (code === "P2025") return new AppError("not_found", "That row no longer exists.", { cause: error });
  return null;
}
