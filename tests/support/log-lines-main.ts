/** Logs what it reads as JSON from its input, the way the hub logs, with the secrets of that input in hand. */
import { text } from "node:stream/consumers";
import { rememberSecrets } from "@/server/known-secrets";
import { logger } from "@/server/logger";

const { secrets, lines } = JSON.parse(await text(process.stdin)) as { secrets: string[]; lines: string[] };
rememberSecrets(secrets);
for (const line of lines) {
  logger.info(line);
  logger.warn({ detail: { line } }, "A line.");
  logger.error({ err: new Error(line) }, "It failed.");
}
