import { requireActor } from "@/server/auth";
import { AppError } from "@/server/errors";
import { answerJson } from "@/server/json-reply";
import { countRequest } from "@/server/rate-limit";
import { decodeText, jsonBodyLimit, parseJson, readBody } from "@/server/request-body";
import { replayOrRun } from "@/server/rest/idempotency";
import { matchRoute, type RestRoute } from "@/server/rest/route-table";
import { readSettings } from "@/server/settings/service";
import type { VerbContext } from "@/server/trpc/init";
import { createCaller } from "@/server/trpc/root";
import { toAppError } from "@/server/trpc/to-app-error";

/** The REST door: any verb whose meta names this method and path, called with path, query and body as one input. */
export function handleRest(request: Request): Promise<Response> {
  return answerJson(request, async (requestId) => {
    const url = new URL(request.url);
    const { match, allowed } = matchRoute(request.method === "HEAD" ? "GET" : request.method, url.pathname);
    if (!match && allowed.length > 0) {
      throw new AppError("method_not_allowed", `Use ${allowed.join(" or ")} here.`, {
        headers: { Allow: allowed.join(", ") },
      });
    }
    const actor = await requireActor(request);
    // Workers share one token and send what their executions print as it comes.
    if (actor.type !== "worker")
      countRequest(`${actor.type}:${actor.id}`, (await readSettings()).requestsPerMinute);
    if (!match) throw new AppError("not_found", `There is no ${request.method} ${url.pathname}. See /docs.`);
    const bodyText = await readJsonBody(request);
    const idempotencyKey = request.headers.get("idempotency-key") ?? undefined;
    const { signal } = request;
    const context: VerbContext = { actor, requestId, idempotencyKey, signal, reply: {} };
    const run = () =>
      callVerb(match.route, buildInput(match.parameters, url.searchParams, bodyText), context, url);
    return request.method === "POST" ? replayOrRun(request, actor, url.pathname, bodyText, run) : run();
  });
}

async function callVerb(route: RestRoute, input: unknown, context: VerbContext, url: URL): Promise<Response> {
  const output = await resolveVerb(
    route.verb,
    context,
  )(input).catch((error: unknown) => {
    throw toAppError(error);
  });
  const status = context.reply.status ?? route.status ?? 200;
  if (!route.list) return Response.json(output, { status });
  const { items, total } = output as { items: unknown[]; total: number };
  return Response.json(items, {
    status,
    headers: { "X-Total-Count": String(total), ...linkPages(url, total) },
  });
}

function resolveVerb(name: string, context: VerbContext): (input: unknown) => Promise<unknown> {
  let target: unknown = createCaller(context);
  for (const part of name.split(".")) target = (target as Record<string, unknown>)[part];
  return target as (input: unknown) => Promise<unknown>;
}

async function readJsonBody(request: Request): Promise<string> {
  if (request.method === "GET" || request.method === "HEAD") return "";
  const body = await readBody(request, jsonBodyLimit);
  if (body.byteLength === 0) return "";
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
    throw new AppError("unsupported_media_type", "Send the body as Content-Type: application/json.");
  }
  return decodeText(body);
}

function buildInput(
  parameters: Record<string, string>,
  query: URLSearchParams,
  bodyText: string,
): Record<string, unknown> {
  const body = bodyText ? parseJson(bodyText) : {};
  if (body === null || typeof body !== "object" || Array.isArray(body)) {
    throw new AppError("validation_failed", "The body must be a JSON object.", {
      issues: [{ path: "", message: "Expected an object" }],
    });
  }
  return { ...Object.fromEntries(query), ...body, ...parameters };
}

/** RFC 8288 links to the pages around this one, for lists with limit and offset. */
function linkPages(url: URL, total: number): { Link?: string } {
  const limit = Math.min(Math.max(Number(url.searchParams.get("limit") ?? 50) || 50, 1), 500);
  const offset = Math.max(Number(url.searchParams.get("offset") ?? 0) || 0, 0);
  const pageUrl = (start: number) => {
    const query = new URLSearchParams(url.searchParams);
    query.set("limit", String(limit));
    query.set("offset", String(start));
    return `<${url.pathname}?${query}>`;
  };
  const links: string[] = [];
  if (offset > 0) links.push(`${pageUrl(Math.max(offset - limit, 0))}; rel="prev"`);
  if (offset + limit < total) links.push(`${pageUrl(offset + limit)}; rel="next"`);
  return links.length > 0 ? { Link: links.join(", ") } : {};
}
