import type { SubscriptionCreate, SubscriptionOutput } from "@/server/subscriptions/schema";
import { ask, type HubAddress } from "@/tests/support/api";

/** Subscribes a persona to an event type. */
export function subscribe(
  hub: HubAddress,
  persona: { id: string },
  input: Omit<SubscriptionCreate, "personaId">,
): Promise<SubscriptionOutput> {
  return ask(hub, "POST", "/api/subscriptions", { personaId: persona.id, ...input });
}
