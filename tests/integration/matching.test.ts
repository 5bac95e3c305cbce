import { describe, expect, test } from "vitest";
import { eventReceived } from "@/inngest/events";
import type { ExecutionOutput } from "@/server/executions/schema";
import { publish, publishAndMatch } from "@/tests/factories/event";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { ask } from "@/tests/support/api";
import { tellEngine } from "@/tests/support/engine";
import { countRows, query } from "@/tests/support/query";
import { awaitEvent, awaitExecutionsOf } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();
const executionsOf = (eventId: string) =>
  ask<ExecutionOutput[]>(hub, "GET", `/api/executions?eventId=${eventId}`);

describe("an event's way", () => {
  test("pending, then delivered with one execution for each persona that listens", async () => {
    const eventType = uniqueWord("type");
    const [one, two, other] = [await createPersona(hub), await createPersona(hub), await createPersona(hub)];
    await subscribe(hub, one, { eventType });
    await subscribe(hub, two, { eventType, sourceFilter: "team/*" });
    await subscribe(hub, other, { eventType, sourceFilter: "ops/*" });
    const event = await publish(hub, { eventType, sourceId: "team/app", payload: '{"a":1}' });
    expect(event.status).toBe("pending");
    const made = await awaitExecutionsOf(hub, event.id, 2);
    expect(made.map(({ personaId }) => personaId).toSorted()).toEqual([one.id, two.id].toSorted());
    expect(await awaitEvent(hub, event.id)).toMatchObject({
      status: "delivered",
      errorMessage: null,
      processedAt: expect.any(String),
    });
  });

  test("skipped when nobody listens", async () => {
    const event = await publishAndMatch(hub, { eventType: uniqueWord("type") });
    expect(event).toMatchObject({ status: "skipped", processedAt: expect.any(String) });
    expect(await executionsOf(event.id)).toEqual([]);
  });

  test("a disabled persona and a disabled subscription do not listen", async () => {
    const eventType = uniqueWord("type");
    await subscribe(hub, await createPersona(hub, { enabled: false }), { eventType });
    await subscribe(hub, await createPersona(hub), { eventType, enabled: false });
    expect(await publishAndMatch(hub, { eventType })).toMatchObject({ status: "skipped" });
  });

  test("two subscriptions of one persona make one execution; the oldest gives the use case", async () => {
    const eventType = uniqueWord("type");
    const persona = await createPersona(hub);
    const oldest = await subscribe(hub, persona, { eventType, useCaseId: "first" });
    await subscribe(hub, persona, { eventType, useCaseId: "second" });
    const event = await publishAndMatch(hub, { eventType });
    expect(await executionsOf(event.id)).toMatchObject([{ useCaseId: "first", subscriptionId: oldest.id }]);
  });

  test("the payload is the execution's input: parsed, or as {raw} when it is no JSON", async () => {
    const eventType = uniqueWord("type");
    await subscribe(hub, await createPersona(hub), { eventType });
    for (const [payload, expected] of [
      ['{"a":{"b":[1]}}', { a: { b: [1] } }],
      ["plain words", { raw: "plain words" }],
    ] as const) {
      const event = await publishAndMatch(hub, { eventType, payload });
      const [row] = await query<{ input: string }>(
        hub,
        "SELECT input_data AS input FROM execution WHERE event_id = $1",
        [event.id],
      );
      expect(JSON.parse(row?.input ?? "null")).toEqual(expected);
    }
  });

  test("the engine told twice of one event makes nothing twice", async () => {
    const eventType = uniqueWord("type");
    await subscribe(hub, await createPersona(hub), { eventType });
    const event = await publishAndMatch(hub, { eventType });
    for (const status of ["dead_letter", "pending"])
      await query(hub, "UPDATE event SET status = $2 WHERE id = $1", [event.id, status]);
    await tellEngine(hub, eventReceived.create({ eventId: event.id }));
    expect(await awaitEvent(hub, event.id)).toMatchObject({ status: "delivered" });
    expect(await executionsOf(event.id)).toHaveLength(1);
  });
});

describe("an event that names its target", () => {
  test("runs it once, without a subscription", async () => {
    const target = await createPersona(hub);
    const event = await publishAndMatch(hub, { eventType: uniqueWord("type"), targetPersonaId: target.id });
    expect(event.status).toBe("delivered");
    expect(await executionsOf(event.id)).toMatchObject([{ personaId: target.id, subscriptionId: null }]);
  });

  test("reaches nobody else, whoever listens to the type", async () => {
    const eventType = uniqueWord("type");
    const [target, listener] = [await createPersona(hub), await createPersona(hub)];
    await subscribe(hub, listener, { eventType });
    const event = await publishAndMatch(hub, { eventType, targetPersonaId: target.id });
    expect((await executionsOf(event.id)).map(({ personaId }) => personaId)).toEqual([target.id]);
  });

  test.each([
    ["a filter of its own that fits", { sourceFilter: "team/*" }, "delivered"],
    ["a filter of its own that does not", { sourceFilter: "ops/*" }, "skipped"],
    ["a subscription of its own that is switched off", { enabled: false }, "skipped"],
  ])("with %s: %s", async (_name, filter, status) => {
    const eventType = uniqueWord("type");
    const target = await createPersona(hub);
    await subscribe(hub, target, { eventType, ...filter });
    const event = await publishAndMatch(hub, { eventType, sourceId: "team/app", targetPersonaId: target.id });
    expect(event.status).toBe(status);
    expect(await countRows(hub, "execution", "event_id = $1", [event.id])).toBe(
      status === "delivered" ? 1 : 0,
    );
  });

  test("with one filter that fits and one that does not, runs once", async () => {
    const eventType = uniqueWord("type");
    const target = await createPersona(hub);
    await subscribe(hub, target, { eventType, sourceFilter: "ops/*" });
    await subscribe(hub, target, { eventType, sourceFilter: "team/*" });
    const event = await publishAndMatch(hub, { eventType, sourceId: "team/app", targetPersonaId: target.id });
    expect(await executionsOf(event.id)).toHaveLength(1);
  });

  test.each([
    ["is unknown", async () => "per_unknown"],
    ["is disabled", async () => (await createPersona(hub, { enabled: false })).id],
  ])("is skipped when the target %s", async (_name, makeTarget) => {
    const event = await publishAndMatch(hub, {
      eventType: uniqueWord("type"),
      targetPersonaId: await makeTarget(),
    });
    expect(event.status).toBe("skipped");
  });
});

describe("a filter on payloads", () => {
  const payload = { ref: "refs/heads/main", commits: [{ author: "ada" }], size: 5 };

  test("lets through what fits, nothing else, and no payload that is no JSON", async () => {
    const eventType = uniqueWord("type");
    const persona = await createPersona(hub);
    await subscribe(hub, persona, {
      eventType,
      payloadFilter: {
        ref: [{ prefix: "refs/heads/" }],
        "commits.author": ["ada"],
        size: [{ numeric: ["<", 10] }],
      },
    });
    for (const [given, status] of [
      [JSON.stringify(payload), "delivered"],
      [JSON.stringify({ ...payload, size: 10 }), "skipped"],
      ["plain words", "skipped"],
      [null, "skipped"],
    ] as const)
      expect(await publishAndMatch(hub, { eventType, payload: given })).toMatchObject({ status });
  });

  test("of the older subscription does not fit: the younger one gives the use case", async () => {
    const eventType = uniqueWord("type");
    const persona = await createPersona(hub);
    await subscribe(hub, persona, { eventType, payloadFilter: { ref: ["other"] }, useCaseId: "first" });
    const second = await subscribe(hub, persona, { eventType, useCaseId: "second" });
    const event = await publishAndMatch(hub, { eventType, payload: JSON.stringify(payload) });
    expect(await executionsOf(event.id)).toMatchObject([{ useCaseId: "second", subscriptionId: second.id }]);
  });

  test("holds at once after a change, whoever made it", async () => {
    const eventType = uniqueWord("type");
    const other = uniqueWord("type");
    const persona = await createPersona(hub);
    const statusOf = async (type: string) =>
      (await publishAndMatch(hub, { eventType: type, payload: JSON.stringify(payload) })).status;
    expect(await statusOf(eventType)).toBe("skipped");
    const { id } = await subscribe(hub, persona, { eventType, payloadFilter: { ref: ["other"] } });
    expect(await statusOf(eventType)).toBe("skipped");
    await ask(hub, "PUT", `/api/subscriptions/${id}`, { payloadFilter: { size: [5] } });
    expect(await statusOf(eventType)).toBe("delivered");
    await query(hub, "UPDATE subscription SET event_type = $2 WHERE id = $1", [id, other]);
    expect([await statusOf(eventType), await statusOf(other)]).toEqual(["skipped", "delivered"]);
    await ask(hub, "DELETE", `/api/subscriptions/${id}`);
    expect(await statusOf(other)).toBe("skipped");
    await subscribe(hub, persona, { eventType });
    expect(await statusOf(eventType)).toBe("delivered");
    await ask(hub, "POST", "/api/personas", { id: persona.id, enabled: false });
    expect(await statusOf(eventType)).toBe("skipped");
    await ask(hub, "DELETE", `/api/personas/${persona.id}`);
    expect(await statusOf(eventType)).toBe("skipped");
  });
});
