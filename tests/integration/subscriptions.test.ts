import { beforeAll, describe, expect, test } from "vitest";
import type { SubscriptionOutput } from "@/server/subscriptions/schema";
import { createPersona } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { send } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();

describe.each(doorNames)("subscriptions over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });

  test("are made with the contract's defaults and listed oldest first", async () => {
    const persona = await createPersona(hub);
    const first = await door.call<SubscriptionOutput>("subscriptions.create", {
      personaId: persona.id,
      eventType: "gitlab_push",
    });
    expect(first).toMatchObject({
      id: expect.stringMatching(/^sub_/),
      personaId: persona.id,
      eventType: "gitlab_push",
      sourceFilter: null,
      payloadFilter: null,
      enabled: true,
      maxRetries: 3,
      retryBackoffMs: 5_000,
      useCaseId: null,
    });
    const second = await subscribe(hub, persona, { eventType: "gitlab_mr", sourceFilter: "team/*" });
    const listed = await door.call<SubscriptionOutput[]>("subscriptions.listForPersona", {
      personaId: persona.id,
    });
    expect(listed).toEqual([first, second]);
  });

  test("are changed field by field", async () => {
    const persona = await createPersona(hub);
    const { id } = await subscribe(hub, persona, { eventType: "a", sourceFilter: "team/*", useCaseId: "uc" });
    const changed = await door.call<SubscriptionOutput>("subscriptions.update", {
      id,
      enabled: false,
      sourceFilter: null,
    });
    expect(changed).toMatchObject({
      id,
      eventType: "a",
      enabled: false,
      sourceFilter: null,
      useCaseId: "uc",
    });
  });

  test("are deleted", async () => {
    const persona = await createPersona(hub);
    const { id } = await subscribe(hub, persona, { eventType: "a" });
    expect(await door.call("subscriptions.delete", { id })).toEqual({ deleted: true });
    expect(await door.call("subscriptions.listForPersona", { personaId: persona.id })).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["a type with a space", { eventType: "a b" }, "eventType"],
    ["no type", {}, "eventType"],
    ["a * inside", { eventType: "a", sourceFilter: "a*b" }, "sourceFilter"],
    ["too many retries", { eventType: "a", maxRetries: 11 }, "maxRetries"],
    ["too short a backoff", { eventType: "a", retryBackoffMs: 10 }, "retryBackoffMs"],
    ["an unknown field", { eventType: "a", filter: "x" }, "filter"],
  ])("are refused with the field for %s", async (_name, input, path) => {
    const persona = await createPersona(hub);
    const refusal = await door.refuse("subscriptions.create", { personaId: persona.id, ...input });
    expect(refusal).toMatchObject({ status: 400, code: "validation_failed", issues: [{ path }] });
  });

  test.each<[string, object]>([
    ["subscriptions.create", { personaId: "per_unknown", eventType: "a" }],
    ["subscriptions.listForPersona", { personaId: "per_unknown" }],
    ["subscriptions.update", { id: "sub_unknown", enabled: true }],
    ["subscriptions.delete", { id: "sub_unknown" }],
  ])("%s knows no unknown id", async (verb, input) => {
    expect(await door.refuse(verb, input)).toMatchObject({ status: 404, code: "not_found" });
  });
});

test("over REST a subscription is made with 201, changed with 200, and stays with its persona", async () => {
  const persona = await createPersona(hub);
  const made = await send(hub, "POST", "/api/subscriptions", {
    json: { personaId: persona.id, eventType: "a" },
  });
  expect(made.status).toBe(201);
  const path = `/api/subscriptions/${(made.json as SubscriptionOutput).id}`;
  expect((await send(hub, "PUT", path, { json: { eventType: "b" } })).status).toBe(200);
  const moved = await send(hub, "PUT", path, { json: { personaId: "per_other" } });
  expect(moved).toMatchObject({ status: 400, json: { issues: [{ path: "personaId" }] } });
});
