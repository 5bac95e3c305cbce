import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { purgeExpired } from "@/server/retention/service";

/** Every hour: rows older than their table's retention are removed, so that the database stays in bounds. */
export const purgeExpiredFunction = inngest.createFunction(
  { id: "purge-expired", triggers: [cron("17 * * * *")], retries: 2 },
  async ({ step }) => step.run("purge", () => purgeExpired()),
);
