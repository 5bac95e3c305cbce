import { AppError, type ErrorCode } from "@/server/errors";
import { parseOrUndefined } from "@/server/json-text";

type FaultOptions = {
  errorType: string;
  status?: number;
  headers?: Record<string, string>;
  cause?: unknown;
};

/** Why GitLab did not do as asked; `status` is what it answered, null when it did not. */
export class GitlabFault extends AppError {
  readonly status: number | null;

  constructor(code: ErrorCode, message: string, { errorType, status, headers = {}, cause }: FaultOptions) {
    super(code, message, { extra: { errorType }, headers, cause });
    this.name = "GitlabFault";
    this.status = status ?? null;
  }
}

/** Whether something is not there, or not any more. */
export function isMissing(error: unknown): boolean {
  return error instanceof GitlabFault && error.status === 404;
}

/**
 * What a refusal of GitLab's means, in words that say what to do. A 401 or 403 of GitLab's is not one of the hub's:
 * the caller is known here, the token is not there.
 */
export function toGitlabFault(status: number, headers: Headers, text: string, what: string): GitlabFault {
  const said = readWords(parseOrUndefined(text));
  const words = said ? `${status}: ${said}` : String(status);
  if (status === 401)
    return new GitlabFault(
      "unprocessable",
      `GitLab does not take the token (${words}). It may have expired or been revoked: connect again with a valid one.`,
      { errorType: "invalid_token", status },
    );
  if (status === 403)
    return new GitlabFault(
      "unprocessable",
      `GitLab refused ${what} (${words}). The token needs the scope api, and its owner the role Developer in the project, Maintainer for variables and triggers.`,
      { errorType: "missing_scope", status },
    );
  if (status === 404)
    return new GitlabFault(
      "not_found",
      `GitLab has not got ${what} (${words}), or the token may not see it.`,
      {
        errorType: "not_found",
        status,
      },
    );
  if (status === 429) {
    const after = headers.get("retry-after");
    return new GitlabFault("rate_limited", `GitLab asks to wait before it is asked again (${words}).`, {
      errorType: "rate_limited",
      status,
      ...(after ? { headers: { "Retry-After": after } } : {}),
    });
  }
  if (status >= 300 && status < 400)
    return new GitlabFault(
      "unprocessable",
      `GitLab leads elsewhere${headers.get("location") ? `, to ${headers.get("location")}` : ""} (${status}). Connect with that address.`,
      { errorType: "redirected", status },
    );
  if (status >= 500)
    return new GitlabFault("provider_failed", `GitLab answered ${words} about ${what}.`, {
      errorType: "server_error",
      status,
    });
  return new GitlabFault("unprocessable", `GitLab refused ${what} (${words}).`, {
    errorType: "refused",
    status,
  });
}

/** GitLab's own words: `message` as text or by field, or `error` with its description. */
export function readWords(body: unknown): string {
  if (body === null || typeof body !== "object") return "";
  const { message, error, error_description: description } = body as Record<string, unknown>;
  if (typeof description === "string") return cut(description);
  if (typeof message === "string") return cut(message.replace(/^\d{3} /, ""));
  if (message !== null && typeof message === "object")
    return cut(
      Object.entries(message)
        .map(
          ([field, problems]) =>
            `${field} ${Array.isArray(problems) ? problems.join(", ") : String(problems)}`,
        )
        .join("; "),
    );
  return typeof error === "string" ? cut(error) : "";
}

function cut(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
