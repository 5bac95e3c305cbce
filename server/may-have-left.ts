import type { AppError } from "@/server/errors";

/** Ways to fail before a request has left: no name, no connection. */
const neverLeft = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Whether the other side may have got a request whose answer did not come. */
export function mayHaveLeft({ code, cause }: AppError): boolean {
  if (code !== "provider_failed") return false;
  for (let at: unknown = cause; at instanceof Error; at = at.cause) {
    if ("code" in at && neverLeft.has(String(at.code))) return false;
  }
  return true;
}
