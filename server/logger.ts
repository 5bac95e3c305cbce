import { AsyncLocalStorage } from "node:async_hooks";
import { pino } from "pino";
import { redactKnown } from "@/server/known-secrets";

const requestScope = new AsyncLocalStorage<{ requestId: string }>();
const secretNames = [
  "authorization",
  "cookie",
  "apiKey",
  "api_key",
  "token",
  "secret",
  "password",
  "webhookSecret",
  "authToken",
];

/**
 * One JSON line per fact, on standard output. Lines written while a request is served carry its id;
 * fields with a secret's name are replaced, and so is every secret that this process has in hand, wherever it stands.
 */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: secretNames.flatMap((name) => [name, `*.${name}`, `headers.${name}`]),
    censor: "[REDACTED]",
  },
  hooks: { streamWrite: redactKnown },
  mixin: () => requestScope.getStore() ?? {},
});

/** Runs `work` with the request's id on every line it logs. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return requestScope.run({ requestId }, work);
}
