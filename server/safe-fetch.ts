import { Agent, fetch, type RequestInit, type Response } from "undici";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import type { AllowedHost } from "@/server/safe-fetch-allow";
import { guardConnections, type ResolveName } from "@/server/safe-fetch-connect";
import { timeoutSignal } from "@/server/timeout-signal";
import { version } from "@/server/version";

export type SafeFetchOptions = {
  /** Default GET. */
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  /** For everything: names, connections, redirects, the last byte. Default 15 s. */
  timeoutMs?: number;
  /** What is kept of the body after decompression; the rest is not read. Default 1 MB. */
  maxBytes?: number;
  /** How many redirects are followed; with 0 the redirect itself is the answer. Default 5. */
  maxRedirects?: number;
  signal?: AbortSignal | undefined;
};

export type SafeResponse = {
  status: number;
  headers: Headers;
  body: Buffer;
  /** The body as UTF-8. */
  text: () => string;
  /** Where the answer came from, after redirects. */
  url: string;
  /** True when the body was longer than `maxBytes`. */
  isTruncated: boolean;
};
export type SafeFetch = (url: string | URL, options?: SafeFetchOptions) => Promise<SafeResponse>;

const connectMs = 10_000;
const mostRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
/** What may follow a redirect to another origin; anything else might be a secret. */
const harmlessHeaders = ["accept", "accept-language", "content-type", "user-agent"];

let shared: SafeFetch | undefined;

/**
 * The only way out to a URL that somebody gave (design §8): http and https, public addresses and those that
 * SAFE_FETCH_ALLOW names, judged as they are connected to and again at every redirect. Any status is an answer.
 * Throws unprocessable when the hub refuses to fetch the URL, provider_failed when nothing answers in time; a
 * caller's own `signal` is thrown with its reason.
 */
export const safeFetch: SafeFetch = (url, options) => {
  shared ??= createSafeFetch({ allowed: env().SAFE_FETCH_ALLOW });
  return shared(url, options);
};

/** A `safeFetch` with its own list of allowed hosts and its own way to find addresses. */
export function createSafeFetch(guard: { allowed: AllowedHost[]; resolve?: ResolveName }): SafeFetch {
  const { allowed, ...rest } = guard;
  const agent = new Agent({
    connect: guardConnections(allowed, { connectMs, ...rest }),
    keepAliveTimeout: 10_000,
  });
  return async (given, options = {}) => {
    const { timeoutMs = 15_000, maxBytes = 1024 * 1024, signal } = options;
    const first = checkUrl(given);
    const deadline = timeoutSignal(timeoutMs);
    const ended = signal ? AbortSignal.any([signal, deadline]) : deadline;
    try {
      const { response, url } = await follow(first, options, { dispatcher: agent, signal: ended });
      return await readAnswer(response, url, maxBytes);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (deadline.aborted)
        throw unreachable(first, `no whole answer within ${Math.round(timeoutMs / 100) / 10} s`, error);
      throw readRefusal(error) ?? unreachable(first, describeCause(error), error);
    }
  };
}

async function follow(
  first: URL,
  options: SafeFetchOptions,
  base: RequestInit,
): Promise<{ response: Response; url: URL }> {
  const { maxRedirects = mostRedirects } = options;
  let { method = "GET", body } = options;
  let headers = new Headers({ "user-agent": `Ensemble/${version}`, ...options.headers });
  let url = first;
  for (let hop = 0; ; hop++) {
    const response = await fetch(url, {
      ...base,
      method,
      headers: [...headers],
      body: body ?? null,
      redirect: "manual",
    });
    const location = redirects.has(response.status) ? response.headers.get("location") : null;
    if (location === null || maxRedirects === 0) return { response, url };
    await response.body?.cancel();
    if (hop === maxRedirects)
      throw new AppError(
        "provider_failed",
        `${first.href} was given up: more than ${maxRedirects} redirects.`,
      );
    const next = checkUrl(resolveLocation(location, url));
    const isGet = response.status === 303 || (response.status < 303 && method === "POST");
    if (isGet && method !== "HEAD") {
      method = "GET";
      body = undefined;
      headers.delete("content-type");
    }
    if (next.origin !== url.origin)
      headers = new Headers([...headers].filter(([name]) => harmlessHeaders.includes(name)));
    url = next;
  }
}

async function readAnswer(response: Response, url: URL, maxBytes: number): Promise<SafeResponse> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the stream, and with it the connection.
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > maxBytes) break;
  }
  const body = Buffer.concat(chunks).subarray(0, maxBytes);
  return {
    status: response.status,
    headers: new Headers([...response.headers]),
    body,
    text: () => body.toString("utf8"),
    url: url.href,
    isTruncated: size > maxBytes,
  };
}

/** Throws unprocessable for what is no http(s) URL, or carries a user name. */
export function checkUrl(given: string | URL): URL {
  if (!URL.canParse(String(given))) throw refuseUrl("it is not a URL, such as https://example.com/hook");
  const url = new URL(given);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw refuseUrl(`${url.protocol} is neither http: nor https:`);
  if (url.username || url.password)
    throw refuseUrl("it carries a user name or password, which every log on the way would keep");
  return url;
}

function resolveLocation(location: string, from: URL): string | URL {
  return URL.canParse(location, from.href) ? new URL(location, from) : location;
}

function refuseUrl(why: string): AppError {
  return new AppError("unprocessable", `The hub does not fetch this URL: ${why}.`);
}

/** provider_failed: nothing answered, and why. */
export function unreachable(url: URL, why: string, cause: unknown): AppError {
  return new AppError("provider_failed", `${url.origin} did not answer: ${why}.`, { cause });
}

/** Our own refusal inside "fetch failed", where it comes wrapped; or null. */
export function readRefusal(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  return error instanceof Error && error.cause !== undefined ? readRefusal(error.cause) : null;
}

/** The innermost reason. */
export function describeCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return describeCause(error.cause);
  if (error instanceof AggregateError && error.errors.length > 0) return describeCause(error.errors[0]);
  return error.message || error.name;
}
