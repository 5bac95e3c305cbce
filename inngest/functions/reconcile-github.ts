import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { checkHook, listDueHooks } from "@/server/webhooks/reconcile";

/** Every ten minutes: deliveries that GitHub could not make are fetched. Checking twice records nothing twice. */
export const reconcileGithubFunction = inngest.createFunction(
  { id: "reconcile-github", triggers: [cron("*/10 * * * *")], retries: 2, concurrency: 1 },
  async ({ step }) => {
    const ids = await step.run("list", () => listDueHooks());
    const checked = [];
    for (const id of ids) checked.push(await step.run(`check-${id}`, () => checkHook(id)));
    return checked;
  },
);
