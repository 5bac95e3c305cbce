import { github } from "@/server/webhooks/github";
import { gitlab } from "@/server/webhooks/gitlab";
import { personaWebhook } from "@/server/webhooks/persona-webhook";
import type { Provider } from "@/server/webhooks/provider";
import type { ProviderName, ReceiverName } from "@/server/webhooks/schema";
import { slack } from "@/server/webhooks/slack";
import { standard } from "@/server/webhooks/standard";
import { stripe } from "@/server/webhooks/stripe";

/** Everyone whose deliveries are verified here. A new sender is a file and a line. */
export const providers: Record<ProviderName, Provider> = {
  webhook: personaWebhook,
  gitlab,
  github,
  slack,
  stripe,
  standard,
};

/** The variable that holds a provider's secret; one set there holds beside those kept in the database. */
export const secretVariables = {
  gitlab: "GITLAB_WEBHOOK_SECRET",
  github: "GITHUB_WEBHOOK_SECRET",
  slack: "SLACK_SIGNING_SECRET",
  stripe: "STRIPE_WEBHOOK_SECRET",
  standard: "STANDARD_WEBHOOK_SECRET",
} as const satisfies Record<ReceiverName, string>;

/** The receiver at /api/hooks/<name>, or null. */
export function findReceiver(name: string): ReceiverName | null {
  return Object.hasOwn(secretVariables, name) ? (name as ReceiverName) : null;
}
