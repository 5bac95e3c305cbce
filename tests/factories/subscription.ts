import type { z } from "zod";
import type { SubscriptionOutput, subscriptionCreate } from "@/server/subscriptions/schema";
import { ask, type HubAddress } from "@/tests/support/api";

export type NewSubscription = Omit<z.input<typeof subscriptionCreate>, "personaId">;

/** Subscribes a persona to an event type. */
export function subscribe(
  hub: HubAddress,
  persona: { id: string },
  input: NewSubscription,
): Promise<SubscriptionOutput> {
  return ask(hub, "POST", "/api/subscriptions", { personaId: persona.id, ...input });
}
