import { type HostRule, isHostCovered, portOf } from "@/server/host-rule";
import { parseOrUndefined } from "@/server/json-text";

/** Where a persona may send requests to. */
export type Reach = {
  /** No request at all: by its network policy, or because its permission policy allows no network. */
  isOffline: boolean;
  /** Hosts of its network policy; null for any. */
  policyHosts: HostRule[] | null;
  /** Hosts that the whole hub is limited to; null for any. */
  hubHosts: string[] | null;
};

type NetworkPolicy = { mode?: unknown; allowedHosts?: HostRule[] };

/**
 * What a persona's `networkPolicy` and `permissionPolicy` (contracts/personas.md §1.1) and the hub's list allow.
 * A policy that cannot be read allows nothing.
 */
export function readReach(
  persona: { networkPolicy: string | null; permissionPolicy: string | null },
  hubHosts: string[] | null,
): Reach {
  const permissions = parseOrUndefined(persona.permissionPolicy) as { allowNetwork?: unknown } | undefined;
  const isBarred = permissions?.allowNetwork === false;
  if (persona.networkPolicy === null) return { isOffline: isBarred, policyHosts: null, hubHosts };
  const policy = parseOrUndefined(persona.networkPolicy) as NetworkPolicy | undefined;
  const isOffline = isBarred || policy?.mode !== "allow-list";
  return { isOffline, policyHosts: policy?.allowedHosts ?? [], hubHosts };
}

/** Why a URL may not be requested, in words for the model; null when it may. */
export function explainRefusal(url: URL, reach: Reach): string | null {
  const place = `${url.hostname}:${portOf(url)}`;
  if (reach.isOffline) return "This persona may not use the network: its policy refuses every request.";
  if (reach.policyHosts && !reach.policyHosts.some((rule) => isHostCovered(url, rule)))
    return `This persona may not reach ${place}: its network policy does not list it.`;
  if (reach.hubHosts && !reach.hubHosts.some((host) => isHostCovered(url, { host })))
    return `The hub may not reach ${place}: Settings limit the hosts that personas may send requests to.`;
  return null;
}
