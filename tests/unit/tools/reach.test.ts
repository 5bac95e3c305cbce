import { describe, expect, test } from "vitest";
import { explainRefusal, readReach } from "@/server/tools/reach";

const decide = (
  url: string,
  policies: { network?: unknown; permission?: unknown; hub?: string[] | null } = {},
) => {
  const text = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  const persona = { networkPolicy: text(policies.network), permissionPolicy: text(policies.permission) };
  return explainRefusal(new URL(url), readReach(persona, policies.hub ?? null));
};
const list = (...allowedHosts: { host: string; ports?: number[] }[]) => ({
  mode: "allow-list",
  allowedHosts,
});

describe("a persona reaches", () => {
  test.each([
    ["any host without a policy", "https://a.test", {}],
    ["a host on its list", "https://a.test", { network: list({ host: "a.test" }) }],
    ["a host below one on its list", "https://x.a.test", { network: list({ host: "*.a.test" }) }],
    ["a port on its list", "https://a.test:8443", { network: list({ host: "a.test", ports: [8443] }) }],
    ["a host of the hub's list", "https://a.test", { hub: ["*.b.test", "a.test"] }],
    ["what both lists name", "https://a.test", { network: list({ host: "a.test" }), hub: ["a.test"] }],
    ["any host with a permission policy that says nothing", "https://a.test", { permission: {} }],
  ])("%s", (_what, url, policies) => {
    expect(decide(url, policies)).toBeNull();
  });

  test.each([
    [
      "nothing when all is denied",
      { network: { mode: "deny-all", allowedHosts: [{ host: "a.test" }] } },
      "network",
    ],
    ["nothing by an empty list", { network: list() }, "a.test:443"],
    ["no other host", { network: list({ host: "b.test" }) }, "does not list it"],
    ["no other port", { network: list({ host: "a.test", ports: [8443] }) }, "a.test:443"],
    ["nothing when it may not use the network", { permission: { allowNetwork: false } }, "network"],
    ["nothing by a policy without a mode", { network: {} }, "network"],
    ["no host outside the hub's list", { hub: ["b.test"] }, "Settings"],
    ["nothing when the hub's list is empty", { hub: [] }, "Settings"],
    [
      "no host that the hub's list alone names",
      { network: list({ host: "b.test" }), hub: ["a.test"] },
      "list it",
    ],
  ])("%s", (_what, policies, words) => {
    expect(decide("https://a.test", policies)).toContain(words);
  });
});
