export type Failure = {
  message: string;
  code: string | null;
  issues: { path: string; message: string }[];
  requestId: string | null;
};

/** What an error from the server says to a person; anything else is taken for a lost connection or a fault in the page. */
export function readFailure(error: unknown): Failure {
  const data = readData(error);
  const message = error instanceof Error ? error.message : "Something went wrong.";
  if (!data) return { message: nameNetworkFault(message), code: null, issues: [], requestId: null };
  return {
    message,
    code: typeof data.code === "string" ? data.code : null,
    issues: Array.isArray(data.issues) ? data.issues : [],
    requestId: typeof data.requestId === "string" && data.requestId ? data.requestId : null,
  };
}

/** Whether trying the same again may help: the server said nothing, or that the fault is its own. */
export function isWorthRetrying(error: unknown): boolean {
  const status = readData(error)?.httpStatus;
  return typeof status !== "number" || status >= 500;
}

type ErrorData = { code?: unknown; issues?: Failure["issues"]; requestId?: unknown; httpStatus?: unknown };

function readData(error: unknown): ErrorData | null {
  if (typeof error !== "object" || error === null || !("data" in error)) return null;
  const { data } = error;
  return typeof data === "object" && data !== null ? data : null;
}

function nameNetworkFault(message: string): string {
  const isFetchFault = /fetch|network|load failed/i.test(message);
  return isFetchFault ? "The hub does not answer. Check that it is running, then try again." : message;
}
