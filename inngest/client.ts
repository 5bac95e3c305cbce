import { Inngest } from "inngest";
import { logger } from "@/server/logger";
import { loopbackFetch } from "./embedded/loopback";

/**
 * The one client. Where it sends to (the embedded engine, Inngest Cloud or a server of one's own) is
 * decided by the INNGEST_* variables alone. Each step is recorded before the next one starts, so that a
 * crash repeats none that has ended; after ten seconds the server calls anew, so that a function of many
 * steps fits into a serverless request.
 */
export const inngest = new Inngest({
  id: "ensemble",
  isDev: false,
  checkpointing: { bufferedSteps: 1, maxRuntime: "10s" },
  fetch: loopbackFetch,
  logger,
});
