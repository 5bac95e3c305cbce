import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { refreshWhenDue } from "@/server/connection/refresh";

/** Every three minutes: the sign-in with Claude is renewed ten minutes before it expires, whether anybody uses it or not. */
export const refreshClaudeFunction = inngest.createFunction(
  { id: "refresh-claude", triggers: [cron("*/3 * * * *")], retries: 0 },
  async ({ step }) => step.run("refresh", () => refreshWhenDue()),
);
