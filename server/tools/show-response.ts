import type { SafeResponse } from "@/server/safe-fetch";
import type { ToolResult } from "@/server/tools/held-tool";

/** What is told of an answer's headers; the rest is noise for a model. */
const shown = [
  "content-type",
  "location",
  "link",
  "etag",
  "last-modified",
  "retry-after",
  "www-authenticate",
  "content-disposition",
  "x-request-id",
];
const shownToo = /^(x-)?ratelimit-|^x-rate-limit-|^x-total|^x-next-page$/;

/** An answer as the model reads it: status, a few headers, the body as text. Statuses from 400 are errors. */
export function showResponse(response: SafeResponse, notes: string[] = []): ToolResult {
  const { status, headers, isTruncated } = response;
  const lines = [...headers].filter(([name]) => shown.includes(name) || shownToo.test(name));
  const head = [`HTTP ${status}`, ...lines.map(([name, value]) => `${name}: ${value}`)].join("\n");
  const size = response.body.byteLength.toLocaleString("en");
  const said = isTruncated
    ? [...notes, `The body was longer; only its first ${size} bytes were kept.`]
    : notes;
  const hasText = isText(response.body, headers.get("content-type") ?? "");
  // The half of a character at the end would hide that a secret was cut there.
  const text = () => (isTruncated ? response.text().replace(/\ufffd$/, "") : response.text());
  const body = hasText ? text() : `[${size} bytes that are not text]`;
  return {
    output: [head, ...said.map((note) => `[${note}]`), "", body].join("\n"),
    isError: status >= 400,
    ...(hasText && isTruncated ? { isCut: true } : {}),
  };
}

function isText(body: Buffer, contentType: string): boolean {
  if (/^(image|audio|video|font)\/(?!svg)|octet-stream|\bzip\b|\bpdf\b/i.test(contentType)) return false;
  return !body.subarray(0, 4_096).includes(0);
}
