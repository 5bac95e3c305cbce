import { expect, test } from "vitest";
import {
  personActor,
  requireScope,
  type Scope,
  systemActor,
  teamKeyActor,
  webhookActor,
} from "@/server/actor";

const person = personActor("owner", "Owner");

test.each<[string, typeof person, Scope, boolean]>([
  ["a person changes settings", person, "settings:write", true],
  ["the team key reads settings", teamKeyActor, "settings:read", true],
  ["the team key changes settings", teamKeyActor, "settings:write", false],
  ["the team key changes personas", teamKeyActor, "personas:write", true],
  ["a webhook is received", webhookActor("gitlab"), "webhooks:receive", true],
  ["a webhook publishes events", webhookActor("gitlab"), "events:write", false],
  ["a webhook reads personas", webhookActor("gitlab"), "personas:read", false],
  ["the hub itself changes settings", systemActor, "settings:write", true],
])("%s", (_name, actor, scope, isAllowed) => {
  const ask = () => requireScope(actor, scope);
  if (isAllowed) expect(ask).not.toThrow();
  else
    expect(ask).toThrow(
      expect.objectContaining({ code: "forbidden", message: expect.stringContaining(scope) }),
    );
});
