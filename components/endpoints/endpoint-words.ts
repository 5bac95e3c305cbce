import type { EndpointOutput } from "@/server/endpoints/schema";

/** How an endpoint does, as its badge says it. */
export function stateOf({ enabled, failingSince }: EndpointOutput): "enabled" | "failing" | "disabled" {
  if (!enabled) return "disabled";
  return failingSince === null ? "enabled" : "failing";
}

/** The host alone: what people know an endpoint by. */
export function hostOf({ url }: { url: string }): string {
  return new URL(url).host;
}

/** "1 message", "3 messages". */
export function nameMessages(count: number): string {
  return `${count} ${count === 1 ? "message" : "messages"}`;
}
