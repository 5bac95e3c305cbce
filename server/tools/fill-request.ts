import { fillPlaceholders } from "@/server/tools/placeholders";
import { type RequestPlan, readablePath } from "@/server/tools/plan-request";

export type FilledRequest = { url: URL; headers: Record<string, string>; body: string | undefined };

/**
 * A planned request with the values in it, each written so that it stays one piece of where it stands: it cannot end a
 * path, a query parameter, a JSON string or a form field. Returns why it cannot be sent when a value does not fit into
 * a header.
 */
export function fillRequest(plan: RequestPlan, values: ReadonlyMap<string, string>): FilledRequest | string {
  const url = new URL(plan.url);
  url.pathname = fillPlaceholders(readablePath(plan.url), values, encodePath);
  url.search = fillPlaceholders(plan.url.search, values, encodeURIComponent);
  const headers: Record<string, string> = {};
  for (const [name, value] of plan.headers) {
    const filled = fillHeader(name, value, values);
    if (/[^\t\x20-\x7e\x80-\xff]/.test(filled))
      return `headers: the value that stands in ${name} has characters that a header cannot carry.`;
    headers[name] = headers[name] === undefined ? filled : `${headers[name]}, ${filled}`;
  }
  const body = plan.body && fillPlaceholders(plan.body, values, bodyEncoding(headers, plan.body));
  return { url, headers, body };
}

/** Basic credentials are written as user:password; the model could not encode what it does not see. */
function fillHeader(name: string, value: string, values: ReadonlyMap<string, string>): string {
  const filled = fillPlaceholders(value, values, (each) => each.trim());
  const [, scheme, credentials] = /^(Basic)\s+(.*)$/i.exec(filled) ?? [];
  if (name.toLowerCase() !== "authorization" || credentials === undefined || filled === value) return filled;
  return `${scheme} ${Buffer.from(credentials).toString("base64")}`;
}

/** Slashes stay, because a value may be several steps of a path; whatever would end the path does not. */
function encodePath(value: string): string {
  const steps = value.split("/").map(encodeURIComponent);
  // "." and ".." would lead elsewhere on the same host.
  return steps.map((step) => (/^\.{1,2}$/.test(step) ? step.replaceAll(".", "%252E") : step)).join("/");
}

function bodyEncoding(headers: Record<string, string>, body: string): (value: string) => string {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (/x-www-form-urlencoded/i.test(type)) return encodeURIComponent;
  if (/json/i.test(type) || /^\s*[[{]/.test(body)) return (value) => JSON.stringify(value).slice(1, -1);
  return (value) => value;
}
