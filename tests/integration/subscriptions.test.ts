import { beforeAll, describe, expect, test } from "vitest";
import type { SubscriptionOutput, SubscriptionSummary } from "@/server/subscriptions/schema";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { send } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { query } from "@/tests/support/query";
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

describe.each(doorNames)("the list of all subscriptions over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });
  const list = async (input: object) =>
    (await door.call<{ items: SubscriptionSummary[] }>("subscriptions.listAll", input)).items;

  test("names the personas, newest first, and is narrowed by persona, type, state and text", async () => {
    const eventType = uniqueWord("type");
    const [one, two] = [await createPersona(hub), await createPersona(hub, { enabled: false })];
    const first = await subscribe(hub, one, { eventType, payloadFilter: { ref: ["needle-in-filter"] } });
    const second = await subscribe(hub, two, { eventType, enabled: false });
    await subscribe(hub, one, { eventType: uniqueWord("type") });
    expect(await list({ eventType })).toMatchObject([
      { id: second.id, personaName: two.name, personaEnabled: false },
      { id: first.id, personaName: one.name, personaEnabled: true },
    ]);
    expect(await list({ eventType, enabled: true })).toMatchObject([{ id: first.id }]);
    expect(await list({ eventType, personaId: two.id })).toMatchObject([{ id: second.id }]);
    expect(await list({ eventType, search: "NEEDLE-in" })).toMatchObject([{ id: first.id }]);
    expect(await list({ eventType, search: two.name })).toMatchObject([{ id: second.id }]);
    expect(await list({ eventType, limit: 1, offset: 1 })).toMatchObject([{ id: first.id }]);
    expect(await door.call("subscriptions.get", { id: first.id })).toMatchObject({ personaName: one.name });
  });

  test("is changed in bulk: disabled, enabled, deleted, each once", async () => {
    const persona = await createPersona(hub);
    const ids: string[] = [];
    for (const eventType of ["a", "b"]) ids.push((await subscribe(hub, persona, { eventType })).id);
    const change = (act: string) => door.call("subscriptions.change", { act, ids: [...ids, "sub_unknown"] });
    expect(await change("disable")).toEqual({ changedCount: 2 });
    expect(await change("disable")).toEqual({ changedCount: 0 });
    expect(await list({ personaId: persona.id })).toMatchObject([
      { enabled: false, disabledBy: expect.any(String), disabledAt: expect.any(String) },
      { enabled: false, disabledReason: null },
    ]);
    expect(await change("enable")).toEqual({ changedCount: 2 });
    expect(await list({ personaId: persona.id })).toMatchObject([
      { enabled: true, disabledBy: null, disabledAt: null },
      { enabled: true },
    ]);
    expect(await change("delete")).toEqual({ changedCount: 2 });
    expect(await list({ personaId: persona.id })).toEqual([]);
  });

  test("a filter is taken as JSON or text and returned as text", async () => {
    const persona = await createPersona(hub);
    for (const payloadFilter of [{ ref: ["main"] }, '{ "ref": ["main"] }'])
      expect(await subscribe(hub, persona, { eventType: "a", payloadFilter })).toMatchObject({
        payloadFilter: '{"ref":["main"]}',
      });
    const refusal = await door.refuse("subscriptions.create", {
      personaId: persona.id,
      eventType: "a",
      payloadFilter: { ref: [{ contains: "x" }], size: [{ numeric: [">"] }] },
    });
    expect(refusal).toMatchObject({
      status: 400,
      issues: [
        { path: "payloadFilter", message: expect.stringContaining("ref: Unknown matcher") },
        { path: "payloadFilter", message: expect.stringContaining("size: numeric takes pairs") },
      ],
    });
  });
});

test("one that the hub disabled says why until a person enables it, and is disabled once", async () => {
  const persona = await createPersona(hub);
  const { id } = await subscribe(hub, persona, { eventType: "a" });
  await query(
    hub,
    "UPDATE subscription SET enabled = false, disabled_reason = 'It triggered itself 20 times.', disabled_by = 'Ensemble', disabled_at = now() WHERE id = $1",
    [id],
  );
  const path = `/api/subscriptions/${id}`;
  expect((await send(hub, "GET", path)).json).toMatchObject({
    enabled: false,
    disabledBy: "Ensemble",
    disabledReason: "It triggered itself 20 times.",
  });
  const untouched = await send(hub, "PUT", path, { json: { enabled: false } });
  expect(untouched.json).toMatchObject({ disabledReason: "It triggered itself 20 times." });
  const enabled = await send(hub, "PUT", path, { json: { enabled: true } });
  expect(enabled.json).toMatchObject({
    enabled: true,
    disabledReason: null,
    disabledBy: null,
    disabledAt: null,
  });
});

test("many changes at once of the same subscriptions all hold, in whatever order they name them", async () => {
  const persona = await createPersona(hub);
  const ids: string[] = [];
  for (let index = 0; index < 12; index++)
    ids.push((await subscribe(hub, persona, { eventType: `many_${index % 5}` })).id);
  const replies = await Promise.all(
    Array.from({ length: 24 }, (_, index) =>
      send(hub, "POST", "/api/subscriptions/bulk", {
        json: {
          act: index % 3 === 0 ? "enable" : "disable",
          ids: index % 2 === 0 ? ids : ids.toReversed(),
        },
      }),
    ),
  );
  expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
});
