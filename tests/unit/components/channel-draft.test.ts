import { expect, test } from "vitest";
import { makeSecret, toConfig, toDraft } from "@/components/messages/channel-draft";
import { channelConfigs } from "@/server/messages/schema";

const draft = {
  ...toDraft(null),
  url: " https://example.com/hook ",
  secret: "whsec_x",
  addresses: "a@b.c, d@e.f\n",
};

test.each([
  ["slack", { url: "https://example.com/hook" }],
  ["webhook", { url: "https://example.com/hook", secret: "whsec_x" }],
  ["email", { addresses: ["a@b.c", "d@e.f"] }],
] as const)("a channel of %s sends what its type takes", (channelType, config) => {
  expect(toConfig({ ...draft, channelType })).toEqual(config);
});

test("a secret that is made in the browser is one that the hub takes", () => {
  const config = { url: "https://example.com", secret: makeSecret() };
  expect(channelConfigs.webhook.safeParse(config).success).toBe(true);
});
