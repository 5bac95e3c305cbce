import { Agent, type BodyInit, fetch } from "undici";
import { AppError } from "@/server/errors";
import { checkUrl, describeCause, readRefusal, unreachable } from "@/server/safe-fetch";
import type { AllowedHost } from "@/server/safe-fetch-allow";
import { guardConnections, type ResolveName } from "@/server/safe-fetch-connect";

export type GuardedFetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

const connectMs = 10_000;
const withoutBody = [101, 204, 205, 304];

/**
 * A `fetch` for libraries that read an answer as it comes, held to the same addresses as `safeFetch`, at every redirect
 * too. What asks for more than a GET follows none. A body that grows beyond `maxBytes` breaks off with too_large.
 * Throws unprocessable when the hub refuses to fetch, provider_failed when nothing answers.
 */
export function createGuardedFetch(guard: {
  allowed: AllowedHost[];
  maxBytes: number;
  resolve?: ResolveName;
}): GuardedFetch {
  const { allowed, maxBytes, ...rest } = guard;
  const agent = new Agent({
    connect: guardConnections(allowed, { connectMs, ...rest }),
    keepAliveTimeout: 10_000,
  });
  return async (given, init = {}) => {
    const url = checkUrl(given);
    const { method = "GET", headers, body, signal } = init;
    try {
      const response = await fetch(url, {
        method,
        headers: [...new Headers(headers)],
        body: (body ?? null) as BodyInit | null,
        redirect: init.redirect ?? (method === "GET" ? "follow" : "manual"),
        signal: signal ?? null,
        dispatcher: agent,
      });
      const isEmpty = response.body === null || withoutBody.includes(response.status);
      return new Response(
        isEmpty ? null : limit(response.body as ReadableStream<Uint8Array>, maxBytes, url),
        {
          status: response.status,
          statusText: response.statusText,
          headers: [...response.headers],
        },
      );
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw readRefusal(error) ?? unreachable(url, describeCause(error), error);
    }
  };
}

function limit(body: ReadableStream<Uint8Array>, maxBytes: number, { origin }: URL) {
  let size = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        size += chunk.byteLength;
        if (size > maxBytes)
          controller.error(new AppError("too_large", `${origin} answered with more than ${maxBytes} bytes.`));
        else controller.enqueue(chunk);
      },
    }),
  );
}
