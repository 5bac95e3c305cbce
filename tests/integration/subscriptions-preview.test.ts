import { beforeAll, describe, expect, test } from "vitest";
import type { ExecutionOutput } from "@/server/executions/schema";
import type { DraftPreview, MatchPreview } from "@/server/subscriptions/schema";
import { publish, publishAndMatch } from "@/tests/factories/event";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { type NewSubscription, subscribe } from "@/tests/factories/subscription";
import { ask } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { query } from "@/tests/support/query";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();
const payload = JSON.stringify({ ref: "refs/heads/next", size: 5 });

describe.each(doorNames)("which personas would react, over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });
  const preview = (input: object) => door.call<MatchPreview>("events.previewMatches", input);

  test("says the reason of every subscription of the type", async () => {
    const eventType = uniqueWord("type");
    const [persona, off] = [await createPersona(hub), await createPersona(hub, { enabled: false })];
    const add = async (input: Partial<NewSubscription>, whose = persona) =>
      (await subscribe(hub, whose, { eventType, ...input })).id;
    const bySource = await add({ sourceFilter: "ops/*" });
    const byPayload = await add({ payloadFilter: { ref: [{ prefix: "refs/heads/main" }] } });
    const disabled = await add({ enabled: false });
    const ofDisabled = await add({}, off);
    const first = await add({ sourceFilter: "team/*" });
    const second = await add({});
    await query(
      hub,
      "UPDATE subscription SET disabled_reason = 'it triggered itself', disabled_by = 'Ensemble' WHERE id = $1",
      [disabled],
    );
    const answer = await preview({ eventType, sourceId: "team/app", payload });
    const reasonOf = (id: string) =>
      answer.subscriptions.find(({ subscriptionId }) => subscriptionId === id)?.reason;
    expect(answer.executions).toEqual([
      { personaId: persona.id, personaName: persona.name, subscriptionId: first },
    ]);
    expect(answer).toMatchObject({ matchCount: 2, comparedCount: 6, note: null });
    expect(answer.subscriptions.map(({ isMatch }) => isMatch)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(reasonOf(bySource)).toBe("The source team/app does not begin with ops/");
    expect(reasonOf(byPayload)).toBe(
      'payload.ref is "refs/heads/next", wanted beginning with "refs/heads/main"',
    );
    expect(reasonOf(disabled)).toBe("It was disabled by Ensemble: it triggered itself");
    expect(reasonOf(ofDisabled)).toBe("The persona is disabled");
    expect(reasonOf(second)).toBe(`${persona.name} runs for the older subscription ${first}`);
  });

  test("tells of a past event what became of it, for every way it may name a persona", async () => {
    const eventType = uniqueWord("type");
    const [bare, own, wrong, off] = [
      await createPersona(hub),
      await createPersona(hub),
      await createPersona(hub),
      await createPersona(hub, { enabled: false }),
    ];
    await subscribe(hub, own, { eventType, payloadFilter: { size: [5] } });
    await subscribe(hub, wrong, { eventType, payloadFilter: { size: [6] } });
    const targets = [null, bare.id, own.id, wrong.id, off.id, "per_unknown"];
    const expected = [[own.id], [bare.id], [own.id], [], [], []];
    for (const [index, targetPersonaId] of targets.entries()) {
      const event = await publishAndMatch(hub, { eventType, payload, targetPersonaId });
      const made = await ask<ExecutionOutput[]>(hub, "GET", `/api/executions?eventId=${event.id}`);
      const foretold = await preview({ eventId: event.id });
      expect(foretold.executions.map(({ personaId, subscriptionId }) => [personaId, subscriptionId])).toEqual(
        made.map(({ personaId, subscriptionId }) => [personaId, subscriptionId]),
      );
      expect(foretold.executions.map(({ personaId }) => personaId)).toEqual(expected[index]);
      expect(foretold.note === null).toBe(targetPersonaId === null);
    }
  });

  test("wants the id of an event or an event, and knows no unknown id", async () => {
    expect(await door.refuse("events.previewMatches", {})).toMatchObject({ issues: [{ path: "eventType" }] });
    expect(await door.refuse("events.previewMatches", { eventId: "evt_a", eventType: "a" })).toMatchObject({
      issues: [{ path: "eventId" }],
    });
    expect(await door.refuse("events.previewMatches", { eventId: "evt_unknown" })).toMatchObject({
      status: 404,
    });
  });

  test("holds a draft against the latest events of its type", async () => {
    const eventType = uniqueWord("type");
    const persona = await createPersona(hub);
    const draft = (input: object) =>
      door.call<DraftPreview>("events.previewDraft", { eventType, personaId: persona.id, ...input });
    const ids: string[] = [];
    for (const [sourceId, size] of [
      ["team/app", 5],
      ["team/app", 50],
      ["ops/app", 5],
    ] as const)
      ids.unshift((await publish(hub, { eventType, sourceId, payload: JSON.stringify({ size }) })).id);
    const all = await draft({});
    expect(all.matchCount).toBe(3);
    expect(all.events.map(({ eventId }) => eventId)).toEqual(ids);
    const some = await draft({ sourceFilter: "team/*", payloadFilter: { size: [{ numeric: ["<", 10] }] } });
    expect(some.matchCount).toBe(1);
    expect(some.events.map(({ isMatch, reason }) => [isMatch, reason])).toEqual([
      [false, "The source ops/app does not begin with team/"],
      [false, "payload.size is 50, wanted < 10"],
      [true, expect.stringContaining("The source begins with team/")],
    ]);
    expect((await draft({ limit: 2 })).events).toHaveLength(2);
    expect(await draft({ eventType: uniqueWord("type") })).toEqual({ matchCount: 0, events: [] });
    const refusal = await door.refuse("events.previewDraft", { eventType, payloadFilter: "{" });
    expect(refusal).toMatchObject({ issues: [{ path: "payloadFilter", message: "Not valid JSON" }] });
  });

  test("does not read payloads that are too long for a preview", async () => {
    const eventType = uniqueWord("type");
    const long = JSON.stringify({ size: 5, text: "x".repeat(300 * 1024) });
    await publish(hub, { eventType, payload: long });
    const filtered = await door.call<DraftPreview>("events.previewDraft", {
      eventType,
      payloadFilter: { size: [5] },
    });
    expect(filtered).toMatchObject({
      matchCount: 0,
      events: [{ isMatch: null, reason: "The payload is too long to look at here" }],
    });
    expect(await door.call("events.previewDraft", { eventType })).toMatchObject({ matchCount: 1 });
  });

  test("lists the types of the latest events", async () => {
    const eventType = uniqueWord("type");
    await publish(hub, { eventType });
    const seen = await door.call<{ eventType: string }[]>("events.seenTypes", {});
    expect(seen.length).toBeGreaterThan(0);
    expect(seen[0]).toMatchObject({ count: expect.any(Number), lastAt: expect.any(String) });
  });
});
