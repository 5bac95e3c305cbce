/** The one table of what can go wrong: code → HTTP status and tRPC's name for it. */
export const errorTable = {
  validation_failed: { status: 400, trpc: "BAD_REQUEST" },
  bad_json: { status: 400, trpc: "PARSE_ERROR" },
  unauthorized: { status: 401, trpc: "UNAUTHORIZED" },
  forbidden: { status: 403, trpc: "FORBIDDEN" },
  not_found: { status: 404, trpc: "NOT_FOUND" },
  method_not_allowed: { status: 405, trpc: "METHOD_NOT_SUPPORTED" },
  conflict: { status: 409, trpc: "CONFLICT" },
  too_large: { status: 413, trpc: "PAYLOAD_TOO_LARGE" },
  unsupported_media_type: { status: 415, trpc: "UNSUPPORTED_MEDIA_TYPE" },
  unprocessable: { status: 422, trpc: "UNPROCESSABLE_CONTENT" },
  rate_limited: { status: 429, trpc: "TOO_MANY_REQUESTS" },
  provider_failed: { status: 502, trpc: "BAD_GATEWAY" },
  unavailable: { status: 503, trpc: "SERVICE_UNAVAILABLE" },
  internal: { status: 500, trpc: "INTERNAL_SERVER_ERROR" },
} as const;

export type ErrorCode = keyof typeof errorTable;
export type FieldIssue = { path: string; message: string };

/** The one error that services throw. `message` is for people; each door translates the code once. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: FieldIssue[] | undefined;
  readonly headers: Record<string, string>;
  /** More fields of the reply's body, where a contract names them. */
  readonly extra: Record<string, string | number | boolean>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      issues?: FieldIssue[];
      headers?: Record<string, string>;
      extra?: Record<string, string | number | boolean>;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.issues = options.issues;
    this.headers = options.headers ?? {};
    this.extra = options.extra ?? {};
  }
}

/** "No persona with the id per_…": for a row that is not there. */
export function notFound(noun: string, id: string): AppError {
  return new AppError("not_found", `No ${noun} with the id ${id}.`);
}

/** A bad field, named. */
export function invalidField(path: string, message: string): AppError {
  return new AppError("validation_failed", `${path}: ${message}`, { issues: [{ path, message }] });
}

/** The JSON body of an error at the REST and webhook doors (design §12.18). Unknown errors lose their text. */
export function describeError(
  error: unknown,
  requestId: string,
): { status: number; body: ErrorBody; headers: Record<string, string> } {
  const known =
    error instanceof AppError ? error : new AppError("internal", "Something went wrong on our side.");
  return {
    status: errorTable[known.code].status,
    body: {
      ...known.extra,
      error: known.message,
      code: known.code,
      ...(known.issues ? { issues: known.issues } : {}),
      requestId,
    },
    headers: known.headers,
  };
}

export type ErrorBody = { error: string; code: ErrorCode; issues?: FieldIssue[]; requestId: string };
