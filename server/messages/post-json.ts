import type { Sent } from "@/server/messages/outgoing";
import { readRetryAfter } from "@/server/retry-schedule";
import { type SafeResponse, safeFetch } from "@/server/safe-fetch";

const longestAnswerMs = 15_000;
const keptBytes = 4 * 1024;
const shownCharacters = 200;

type Post = { url: string; body: string; headers?: Record<string, string>; timeoutMs?: number | undefined };

/**
 * Posts JSON to a channel. Any 2xx is success; redirects are not followed. Never throws: whatever goes wrong is the
 * answer. A receiver that refuses the message itself, or is gone, is not asked again.
 */
export async function postJson(post: Post, readId: (reply: SafeResponse) => string | null): Promise<Sent> {
  const { url, body, headers = {}, timeoutMs = longestAnswerMs } = post;
  try {
    const reply = await safeFetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      timeoutMs,
      maxBytes: keptBytes,
      maxRedirects: 0,
    });
    return readAnswer(reply, readId);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { isTaken: false, isFinal: false, reason, externalId: null, retryAfterMs: null };
  }
}

function readAnswer(reply: SafeResponse, readId: (reply: SafeResponse) => string | null): Sent {
  const { status, headers } = reply;
  const isTaken = status >= 200 && status < 300;
  return {
    isTaken,
    isFinal: !isTaken && refusals.has(status),
    reason: isTaken ? "" : explain(reply),
    externalId: readId(reply)?.slice(0, shownCharacters) ?? null,
    retryAfterMs: readRetryAfter(headers.get("retry-after"), Date.now()),
  };
}

/** A message that is malformed or too long stays so; an address that is gone does not come back. */
const refusals = new Set([400, 410, 413, 422]);

function explain(reply: SafeResponse): string {
  const { status } = reply;
  if (status >= 300 && status < 400)
    return `It answered ${status}. Redirects are not followed: give the channel the URL it leads to.`;
  const said = reply.text().replaceAll("\u0000", "").trim().slice(0, shownCharacters).toWellFormed();
  return said === "" ? `It answered ${status}.` : `It answered ${status}: ${said}`;
}
