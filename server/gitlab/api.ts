import type { z } from "zod";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { GitlabFault, toGitlabFault } from "@/server/gitlab/fault";
import { parseOrUndefined } from "@/server/json-text";
import { createSafeFetch, type SafeFetch, type SafeFetchOptions } from "@/server/safe-fetch";
import { bareHost } from "@/server/safe-fetch-allow";

export type GitlabAccess = { baseUrl: string; token: string };
export type GitlabRequest = {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  query?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  /** What is asked for, for the words of a fault: "the project's variables". */
  what: string;
};

let shared: SafeFetch | undefined;

/** Asks API v4 and reads the answer by `shape`. Throws GitlabFault. */
export async function askGitlab<Shape extends z.ZodType>(
  access: GitlabAccess,
  path: string,
  shape: Shape,
  request: GitlabRequest,
): Promise<{ data: z.infer<Shape>; headers: Headers }> {
  const { headers, text } = await callGitlab(access, path, request);
  const parsed = shape.safeParse(parseOrUndefined(text));
  if (parsed.success) return { data: parsed.data, headers };
  throw new GitlabFault(
    "provider_failed",
    `GitLab's answer about ${request.what} has another form than known.`,
    {
      errorType: "unknown_answer",
    },
  );
}

/** Asks API v4 for an effect alone. Throws GitlabFault. */
export async function callGitlab(
  { baseUrl, token }: GitlabAccess,
  path: string,
  { method = "GET", query, json, form, what }: GitlabRequest,
): Promise<{ headers: Headers; text: string }> {
  const url = `${baseUrl}/api/v4${path}${query ? `?${new URLSearchParams(query)}` : ""}`;
  const options: SafeFetchOptions = {
    method,
    headers: { Accept: "application/json", "PRIVATE-TOKEN": token, ...contentType(json, form) },
    // A redirect would turn a POST into a GET; whoever connects is told the address instead.
    maxRedirects: 0,
    maxBytes: 8 * 1024 * 1024,
    timeoutMs: 20_000,
  };
  if (json !== undefined) options.body = JSON.stringify(json);
  if (form !== undefined) options.body = new URLSearchParams(form).toString();
  const reply = await fetchFromGitlab()(url, options).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    throw new GitlabFault(error.code, `GitLab could not be reached. ${error.message}`, {
      errorType: "unreachable",
      cause: error,
    });
  });
  if (reply.status < 200 || reply.status >= 300)
    throw toGitlabFault(reply.status, reply.headers, reply.text(), what);
  return { headers: reply.headers, text: reply.text() };
}

/** Whoever sets GITLAB_URL means that host, private or not; an address that is typed in is judged like every other. */
function fetchFromGitlab(): SafeFetch {
  const { GITLAB_URL, SAFE_FETCH_ALLOW } = env();
  const url = new URL(GITLAB_URL);
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  shared ??= createSafeFetch({ allowed: [...SAFE_FETCH_ALLOW, { host: bareHost(url), port }] });
  return shared;
}

function contentType(json: unknown, form: object | undefined): Record<string, string> {
  if (json !== undefined) return { "Content-Type": "application/json" };
  return form === undefined ? {} : { "Content-Type": "application/x-www-form-urlencoded" };
}
