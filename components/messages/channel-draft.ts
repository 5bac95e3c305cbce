import type { ChannelOutput, ChannelType, Priority } from "@/server/messages/schema";

export type ChannelDraft = {
  name: string;
  channelType: ChannelType;
  /** Whether the address is given; of a channel that exists the one before stays while it is not. */
  hasConfig: boolean;
  url: string;
  secret: string;
  addresses: string;
  minPriority: Priority;
  /** Null for everybody's messages. */
  personaIds: string[] | null;
  tellsReviews: boolean;
};

/** The draft that a channel begins as, or that a new one does. */
export function toDraft(channel: ChannelOutput | null): ChannelDraft {
  return {
    name: channel?.name ?? "",
    channelType: channel?.channelType ?? "slack",
    hasConfig: channel === null,
    url: "",
    secret: "",
    addresses: "",
    minPriority: channel?.minPriority ?? "normal",
    personaIds: channel?.personaIds ?? null,
    tellsReviews: channel?.tellsReviews ?? false,
  };
}

/** What is sent to the hub, but for the type. */
export function toFields(draft: ChannelDraft) {
  const { name, minPriority, personaIds, tellsReviews } = draft;
  return { name: name.trim(), minPriority, personaIds, tellsReviews };
}

/** Where the channel is to lead to. */
export function toConfig({ channelType, url, secret, addresses }: ChannelDraft): Record<string, unknown> {
  if (channelType === "email")
    return { addresses: addresses.split(/[\s,;]+/).filter((address) => address !== "") };
  return {
    url: url.trim(),
    ...(channelType === "webhook" && secret.trim() ? { secret: secret.trim() } : {}),
  };
}

/** A secret in the form of Standard Webhooks: whsec_ and 24 random bytes in base64. */
export function makeSecret(): string {
  return `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24))))}`;
}
