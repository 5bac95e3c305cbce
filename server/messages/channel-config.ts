import type { z } from "zod";
import type { MessageChannel } from "@/prisma/generated/client";
import { open, seal } from "@/server/crypto";
import { AppError } from "@/server/errors";
import { type ChannelType, channelConfigs } from "@/server/messages/schema";

export type SlackConfig = z.infer<typeof channelConfigs.slack>;
export type WebhookConfig = z.infer<typeof channelConfigs.webhook>;
export type EmailConfig = z.infer<typeof channelConfigs.email>;
export type ChannelConfig =
  | ({ type: "slack" } & SlackConfig)
  | ({ type: "webhook" } & WebhookConfig)
  | ({ type: "email" } & EmailConfig);

const longestHint = 200;

/** Where a channel is to lead to, checked for its type. Throws validation_failed with the paths beneath `config`. */
export function readConfig(type: ChannelType, given: Record<string, unknown>): ChannelConfig {
  const result = channelConfigs[type].safeParse(given);
  if (result.success) return { type, ...result.data } as ChannelConfig;
  const issues = result.error.issues.map(({ path, message }) => ({
    path: ["config", ...path].join("."),
    message,
  }));
  const first = issues[0];
  throw new AppError(
    "validation_failed",
    first ? `${first.path}: ${first.message}` : "config is malformed.",
    {
      issues,
    },
  );
}

export function sealConfig(id: string, config: ChannelConfig): string {
  return seal(JSON.stringify(config), { table: "message_channel", id, field: "config_sealed" });
}

export function openConfig({ id, configSealed }: Pick<MessageChannel, "id" | "configSealed">): ChannelConfig {
  return JSON.parse(open(configSealed, { table: "message_channel", id, field: "config_sealed" }));
}

/** What may be shown: of a URL the host alone, because its path is what lets one in. */
export function describeConfig(config: ChannelConfig): string {
  if (config.type === "slack") return new URL(config.url).host;
  if (config.type === "webhook")
    return `${new URL(config.url).host}, ${config.secret === null ? "unsigned" : "signed"}`;
  const all = config.addresses.join(", ");
  return all.length > longestHint ? `${all.slice(0, longestHint)}…` : all;
}

/** The values that no error and no log may show. */
export function listSecrets(config: ChannelConfig): string[] {
  if (config.type === "email") return [];
  const { pathname, search } = new URL(config.url);
  const secret = config.type === "webhook" ? config.secret : null;
  return [config.url, `${pathname}${search}`, pathname, ...(secret ? [secret, secret.slice(6)] : [])];
}
