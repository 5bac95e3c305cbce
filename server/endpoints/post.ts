import type { Endpoint } from "@/prisma/generated/client";
import { signMessage } from "@/server/endpoints/secret";
import { redactKnown } from "@/server/known-secrets";
import { readRetryAfter } from "@/server/retry-schedule";
import { type SafeResponse, safeFetch } from "@/server/safe-fetch";

/** What became of one POST. */
export type Answer = {
  isTaken: boolean;
  /** The receiver wants no more messages at all. */
  isGone: boolean;
  statusCode: number | null;
  /** Why it was not taken; empty when it was. */
  reason: string;
  /** The body of the answer, cut, without any secret that this process has in hand. */
  response: string | null;
  retryAfterMs: number | null;
  durationMs: number;
};

const keptBytes = 4 * 1024;

/** Posts a message, signed as of `now`. Any 2xx is success; redirects are not followed. Never throws: whatever goes wrong is the attempt's answer. */
export async function postMessage(
  endpoint: Endpoint,
  message: { id: string; body: string },
  { now, timeoutMs }: { now: number; timeoutMs: number },
): Promise<Answer> {
  const headers = { "content-type": "application/json", ...signMessage(endpoint, message, now) };
  const startedMs = performance.now();
  const elapsed = () => Math.round(performance.now() - startedMs);
  try {
    const { body } = message;
    const options = { method: "POST", headers, body, timeoutMs, maxBytes: keptBytes, maxRedirects: 0 };
    return { ...readAnswer(await safeFetch(endpoint.url, options), now), durationMs: elapsed() };
  } catch (error) {
    return {
      isTaken: false,
      isGone: false,
      statusCode: null,
      reason: redactKnown(error instanceof Error ? error.message : String(error)),
      response: null,
      retryAfterMs: null,
      durationMs: elapsed(),
    };
  }
}

function readAnswer(reply: SafeResponse, now: number): Omit<Answer, "durationMs"> {
  const { status, headers, isTruncated } = reply;
  const isTaken = status >= 200 && status < 300;
  // Postgres keeps no NUL in text.
  const text = reply.text().replaceAll("\u0000", "\uFFFD");
  return {
    isTaken,
    isGone: status === 410,
    statusCode: status,
    reason: isTaken ? "" : explain(status),
    response: text === "" ? null : `${redactKnown(text)}${isTruncated ? "…" : ""}`,
    retryAfterMs: readRetryAfter(headers.get("retry-after"), now),
  };
}

function explain(status: number): string {
  const isRedirect = status >= 300 && status < 400;
  return isRedirect
    ? `It answered ${status}. Redirects are not followed: give the endpoint the URL it leads to.`
    : `It answered ${status}.`;
}
