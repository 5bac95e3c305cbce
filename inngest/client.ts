import { Inngest } from "inngest";
import { logger } from "@/server/logger";

/**
 * The one client. Where it sends to (the embedded engine, Inngest Cloud or a server of one's own) is
 * decided by the INNGEST_* variables alone.
 */
export const inngest = new Inngest({ id: "ensemble", isDev: false, checkpointing: false, logger });
