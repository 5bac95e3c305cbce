import type { JsonSchema } from "@/server/tools/held-tool";

export const httpMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export type HttpMethod = (typeof httpMethods)[number];

/** What the model fills in to send a request. */
export type HttpInput = {
  method: HttpMethod;
  url: string;
  headers?: Record<string, string>;
  body?: string | Record<string, unknown> | unknown[];
  timeoutMs?: number;
};

export const longestTimeoutMs = 120_000;

export const httpInputSchema: JsonSchema = {
  type: "object",
  properties: {
    method: { type: "string", enum: [...httpMethods] },
    url: {
      type: "string",
      maxLength: 16_000,
      description: "Absolute, http or https. Placeholders may stand in its path and query, not in its host.",
    },
    headers: {
      type: "object",
      additionalProperties: { type: "string", maxLength: 16_000 },
      maxProperties: 100,
      description: "Placeholders may stand in values. What follows 'Basic ' is encoded for you.",
    },
    body: {
      type: ["string", "object", "array"],
      description: "Text is sent as it is; an object or array is sent as JSON.",
    },
    timeoutMs: { type: "integer", minimum: 1_000, maximum: longestTimeoutMs },
  },
  required: ["method", "url"],
  additionalProperties: false,
};

/** Whether a request only reads. */
export function isReading(input: unknown): boolean {
  const method = (input as { method?: unknown } | null)?.method;
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}
