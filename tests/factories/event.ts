import type { EventOutput, EventPublish } from "@/server/events/schema";
import { ask, type HubAddress } from "@/tests/support/api";
import { awaitEvent } from "@/tests/support/settle";

/** Publishes an event and returns it as it was recorded. */
export function publish(
  hub: HubAddress,
  input: Partial<EventPublish> & { eventType: string },
): Promise<EventOutput> {
  return ask(hub, "POST", "/api/events", { sourceType: "test", ...input });
}

/** Publishes an event and waits until it is matched. */
export async function publishAndMatch(
  hub: HubAddress,
  input: Partial<EventPublish> & { eventType: string },
): Promise<EventOutput> {
  return awaitEvent(hub, (await publish(hub, input)).id);
}
