import type { ChannelType, Priority } from "@/server/messages/schema";

export const channelTypeWords: Record<ChannelType, string> = {
  slack: "Slack",
  webhook: "Webhook",
  email: "E-mail",
};

/** From the least. */
export const leastPriorities: { value: Priority; label: string }[] = [
  { value: "low", label: "All messages" },
  { value: "normal", label: "Normal and above" },
  { value: "high", label: "High and urgent" },
  { value: "urgent", label: "Urgent only" },
];
