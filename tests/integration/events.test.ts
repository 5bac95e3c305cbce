import { beforeAll, describe, expect, test } from "vitest";
import type { EventOutput, PayloadPage } from "@/server/events/schema";
import { publish, publishAndMatch } from "@/tests/factories/event";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { send } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { countRows } from "@/tests/support/query";
import { sharedHub } from "@/tests/support/shared-hub";

type List = { items: EventOutput[]; total: number };
const hub = sharedHub();

describe.each(doorNames)("events over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });

  test("are recorded as pending and read back", async () => {
    const eventType = uniqueWord("type");
    const made = await door.call<EventOutput>("events.publish", {
      eventType,
      sourceType: "script",
      sourceId: "nightly",
      payload: '{"a":1}',
      useCaseId: "uc",
    });
    expect(made).toEqual({
      id: expect.stringMatching(/^evt_/),
      projectId: "default",
      eventType,
      sourceType: "script",
      sourceId: "nightly",
      targetPersonaId: null,
      payload: '{"a":1}',
      payloadBytes: 7,
      status: "pending",
      errorMessage: null,
      processedAt: null,
      useCaseId: "uc",
      triggerId: null,
      hopCount: 0,
      causes: [],
      replayOfEventId: null,
      retryCount: 0,
      nextRetryAt: null,
      createdAt: expect.stringMatching(/Z$/),
    });
    const read = await door.call<EventOutput>("events.get", { id: made.id });
    expect({ ...read, status: "pending", processedAt: null }).toEqual(made);
  });

  test.each<[string, unknown, string | null]>([
    ["JSON as JSON", { a: [1, null] }, '{"a":[1,null]}'],
    ["an array", [1], "[1]"],
    ["text that is no JSON", "plain words", "plain words"],
    ["nothing", null, null],
  ])("take a payload as %s", async (_name, payload, expected) => {
    const { id } = await door.call<EventOutput>("events.publish", { eventType: uniqueWord("type"), payload });
    expect((await door.call<EventOutput>("events.get", { id })).payload).toBe(expected);
  });

  test("are listed newest first, in pages, by type, source, status and search", async () => {
    const eventType = uniqueWord("type");
    const sourceId = uniqueWord("Source");
    const first = await publishAndMatch(hub, { eventType, sourceType: "one", sourceId });
    const second = await publishAndMatch(hub, { eventType, sourceType: "two" });
    const ids = async (filter: object) =>
      (await door.call<List>("events.list", filter)).items.map(({ id }) => id);
    expect(await ids({ eventType })).toEqual([second.id, first.id]);
    expect(await ids({ eventType, sourceType: "one" })).toEqual([first.id]);
    expect(await ids({ eventType, status: "skipped" })).toEqual([second.id, first.id]);
    expect(await ids({ eventType, status: "failed" })).toEqual([]);
    expect(await ids({ search: sourceId.toLowerCase() })).toEqual([first.id]);
    expect(await ids({ search: first.id })).toEqual([first.id]);
    expect(await ids({ search: eventType })).toEqual([second.id, first.id]);
    const page = await door.call<List>("events.list", { eventType, limit: 1, offset: 1 });
    expect(page).toMatchObject({ items: [{ id: first.id }], total: 2 });
  });

  test("are filtered by source, time, persona and words of their payload", async () => {
    const eventType = uniqueWord("type");
    const word = uniqueWord("Needle");
    const persona = await createPersona(hub);
    const listener = await createPersona(hub);
    const plain = await publishAndMatch(hub, { eventType, sourceId: "a" });
    const targeted = await publishAndMatch(hub, { eventType, sourceId: "b", targetPersonaId: persona.id });
    await subscribe(hub, listener, { eventType });
    const heard = await publishAndMatch(hub, {
      eventType,
      payload: JSON.stringify({ text: `100% ${word}_x` }),
    });
    const ids = async (filter: object) =>
      (await door.call<List>("events.list", { eventType, ...filter })).items.map(({ id }) => id);
    expect(await ids({ sourceId: "a" })).toEqual([plain.id]);
    expect(await ids({ personaId: persona.id })).toEqual([targeted.id]);
    expect(await ids({ personaId: listener.id })).toEqual([heard.id]);
    expect(await ids({ search: `% ${word.toLowerCase()}_` })).toEqual([heard.id]);
    expect(await ids({ search: `${word}Xx` })).toEqual([]);
    expect(await ids({ until: targeted.createdAt })).toEqual([targeted.id, plain.id]);
    expect(await ids({ since: targeted.createdAt, status: "delivered" })).toEqual([heard.id, targeted.id]);
    expect(await ids({ triggerId: "trg_unknown" })).toEqual([]);
  });

  test("give a long payload in pages that add up to it", async () => {
    const text = `"${"ünï ".repeat(150_000)}"`;
    const payload = JSON.stringify({ text });
    const {
      id,
      payload: shown,
      payloadBytes,
    } = await publish(hub, { eventType: uniqueWord("type"), payload });
    expect(shown).toBeNull();
    expect(payloadBytes).toBe(Buffer.byteLength(payload));
    let offset: number | null = 0;
    let joined = "";
    let pages = 0;
    while (offset !== null) {
      const page: PayloadPage = await door.call<PayloadPage>("events.payload", { id, offset });
      expect(page.totalCharacters).toBe(payload.length);
      joined += page.text;
      offset = page.nextOffset;
      pages += 1;
    }
    expect(joined).toBe(payload);
    expect(pages).toBe(3);
    expect(await door.call("events.get", { id })).toMatchObject({ payload: null, payloadBytes });
  });

  test.each<[string, object, string]>([
    ["no type", {}, "eventType"],
    ["a type with a space", { eventType: "a b" }, "eventType"],
    ["a target that is no id", { eventType: "a", targetPersonaId: "a b" }, "targetPersonaId"],
    ["a payload that is a number", { eventType: "a", payload: 5 }, "payload"],
    ["a payload that no database takes", { eventType: "a", payload: "a\u0000b" }, "payload"],
    ["an unknown field", { eventType: "a", kind: "b" }, "kind"],
  ])("are refused with the field for %s", async (_name, input, path) => {
    const before = await countRows(hub, "event", "event_type = 'a'");
    const refusal = await door.refuse("events.publish", input);
    expect(refusal).toMatchObject({ status: 400, code: "validation_failed", issues: [{ path }] });
    expect(await countRows(hub, "event", "event_type = 'a'")).toBe(before);
  });

  test.each(["events.get", "events.payload"])("%s knows no unknown id", async (verb) => {
    expect(await door.refuse(verb, { id: "evt_unknown" })).toMatchObject({ status: 404, code: "not_found" });
  });

  test("a filter that does not exist is refused", async () => {
    expect(await door.refuse("events.list", { kind: "a" })).toMatchObject({
      status: 400,
      issues: [{ path: "kind" }],
    });
    expect(await door.refuse("events.list", { status: "odd" })).toMatchObject({
      status: 400,
      issues: [{ path: "status" }],
    });
  });
});

test("over REST publishing answers 201 and the list is a bare array", async () => {
  const eventType = uniqueWord("type");
  expect((await send(hub, "POST", "/api/events", { json: { eventType } })).status).toBe(201);
  const { json, headers } = await send(hub, "GET", `/api/events?eventType=${eventType}`);
  expect(json).toHaveLength(1);
  expect(headers.get("x-total-count")).toBe("1");
});
