import { openVariables } from "@/server/credentials/use";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { portOf } from "@/server/host-rule";
import { mayHaveLeft } from "@/server/may-have-left";
import { type SafeResponse, safeFetch } from "@/server/safe-fetch";
import { bareHost } from "@/server/safe-fetch-allow";
import { type FilledRequest, fillRequest } from "@/server/tools/fill-request";
import type { ToolResult } from "@/server/tools/held-tool";
import type { HttpInput } from "@/server/tools/http-input";
import { explainMisuse, planRequest, type Usable } from "@/server/tools/plan-request";
import { explainRefusal, type Reach } from "@/server/tools/reach";
import { showResponse } from "@/server/tools/show-response";

const defaultTimeoutMs = 60_000;
/** What is kept of an answer, and of any tool's output. */
export const mostOutputBytes = 10 * 1024 * 1024;
const mostRedirects = 5;
const redirects = [301, 302, 303, 307, 308];
const harmlessHeaders = ["accept", "accept-language", "content-type", "user-agent"];

/**
 * Sends a request on behalf of a persona. Values of credentials are put in last, and only for hosts that their
 * credential allows; what is refused is an error result and nothing is sent. Redirects are followed by the same rules;
 * a request that carries a value does not follow one to another origin.
 */
export async function sendRequest(
  personaId: string,
  input: HttpInput,
  { reach, usable, signal }: { reach: Reach; usable: readonly Usable[]; signal: AbortSignal },
): Promise<ToolResult> {
  const plan = planRequest(input, { reach, usable, isPlainAllowed: isOwnNetwork });
  if (typeof plan === "string") return { output: plan, isError: true };
  if (isOwnHub(plan.url)) return { output: refusesOwn, isError: true };
  const opened = plan.names.length > 0 ? await openVariables(personaId, plan.names) : [];
  // A credential may have been narrowed or taken away since.
  const misuse = explainMisuse(plan.url, plan.names, opened);
  if (misuse) return { output: misuse, isError: true };
  const values = new Map(opened.map(({ name, value }) => [name, value]));
  const filled = fillRequest(plan, values);
  if (typeof filled === "string") return { output: filled, isError: true };
  const deadline = Date.now() + (input.timeoutMs ?? defaultTimeoutMs);
  try {
    return await follow(filled, { method: input.method, isSecret: values.size > 0, reach, signal, deadline });
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    return { output: error.message, isError: true, ...(mayHaveLeft(error) ? { isUnknown: true } : {}) };
  }
}

type Journey = { method: string; isSecret: boolean; reach: Reach; signal: AbortSignal; deadline: number };

async function follow(request: FilledRequest, journey: Journey): Promise<ToolResult> {
  let { url, headers, body } = request;
  let { method } = journey;
  for (let hop = 0; ; hop++) {
    const response = await safeFetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      timeoutMs: Math.max(1, journey.deadline - Date.now()),
      maxBytes: mostOutputBytes,
      maxRedirects: 0,
      signal: journey.signal,
    });
    const next = readLocation(response, url);
    if (!next) return showResponse(response);
    const obstacle = explainStop(url, next, hop, journey);
    if (obstacle) return showResponse(response, [obstacle]);
    if (response.status === 303 || (response.status < 303 && method === "POST")) {
      method = method === "HEAD" ? method : "GET";
      body = undefined;
      headers = only(
        headers,
        Object.keys(headers).filter((name) => name.toLowerCase() !== "content-type"),
      );
    }
    // What was meant for one origin is not told another.
    if (next.origin !== url.origin) headers = only(headers, harmlessHeaders);
    url = next;
  }
}

function readLocation(response: SafeResponse, from: URL): URL | null {
  const location = redirects.includes(response.status) ? response.headers.get("location") : null;
  return location !== null && URL.canParse(location, from.href) ? new URL(location, from) : null;
}

function explainStop(from: URL, to: URL, hop: number, { isSecret, reach }: Journey): string | null {
  if (hop === mostRedirects) return `Given up after ${mostRedirects} redirects.`;
  if (isSecret && to.origin !== from.origin)
    return `This redirect to ${to.host} was not followed, because the request carried a credential.`;
  if (isOwnHub(to)) return refusesOwn;
  const refusal = explainRefusal(to, reach);
  return refusal && `This redirect was not followed. ${refusal}`;
}

function only(headers: Record<string, string>, names: string[]): Record<string, string> {
  const kept = names.map((name) => name.toLowerCase());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => kept.includes(name.toLowerCase())));
}

/** Else a persona that came by a link could answer its own questions. */
const refusesOwn = "The hub takes no requests of its own personas. Use the protocols instead.";

function isOwnHub(url: URL): boolean {
  const own = new URL(env().PUBLIC_URL);
  return nameOf(url) === nameOf(own) && url.port === own.port;
}

/** A host's name; with a dot at its end it leads to the same place. */
function nameOf({ hostname }: URL): string {
  return hostname.replace(/\.$/, "");
}

/** A host that the operator of the hub has named, as those of a network of one's own are. */
function isOwnNetwork(url: URL): boolean {
  return env().SAFE_FETCH_ALLOW.some(
    ({ host, port }) => host === bareHost(url) && (port ?? portOf(url)) === portOf(url),
  );
}
