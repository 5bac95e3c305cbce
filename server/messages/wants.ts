import { type Priority, priorities } from "@/server/messages/schema";

type Channel = {
  enabled: boolean;
  minPriority: Priority;
  /** Null for all. */
  personaIds: string[] | null;
  tellsReviews: boolean;
};
type Message = { personaId: string | null; priority: Priority; reviewId: string | null };

/**
 * Whether a channel wants a message: it is on, the message is at least as urgent as it asks for and comes from a
 * persona it listens to. What the hub itself says has no persona and goes to channels that listen to all. A message
 * that tells of a review goes to channels that tell reviews alone, because its links answer it.
 */
export function isWanted(channel: Channel, message: Message): boolean {
  return (
    channel.enabled &&
    priorities.indexOf(message.priority) >= priorities.indexOf(channel.minPriority) &&
    (channel.personaIds === null ||
      (message.personaId !== null && channel.personaIds.includes(message.personaId))) &&
    (message.reviewId === null || channel.tellsReviews)
  );
}
