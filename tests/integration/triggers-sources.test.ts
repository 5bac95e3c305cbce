import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/server/db";
import { matchEvent } from "@/server/events/match";
import { recordEvent } from "@/server/events/record";
import { endExecution } from "@/server/executions/claim";
import { fireChains, fireEmitted, fireWebhookTriggers } from "@/server/triggers/chains";
import { fireDue } from "@/server/triggers/fire";
import { recordPoll } from "@/server/triggers/poll";
import { readTrigger } from "@/server/triggers/service";
import { armingOf, eventsOf, firesOf, makeTrigger, startAll } from "@/tests/factories/trigger-service";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());

describe("a chain", () => {
  /** An execution of a persona that has ended. */
  async function end(
    personaId: string,
    ending: { status: "completed" | "failed"; outputData?: string },
    input?: object,
  ) {
    const { event } = await recordEvent({
      eventType: "go",
      sourceType: "test",
      sourceId: null,
      targetPersonaId: personaId,
      payload: input ? JSON.stringify(input) : null,
      useCaseId: null,
    });
    await matchEvent(event.id);
    const { id } = await db.execution.findFirstOrThrow({ where: { eventId: event.id } });
    await endExecution(id, ending);
    return id;
  }

  test("fires once after an execution that meets its condition, with what led to it", async () => {
    const source = await insertPersona();
    const config = {
      source_persona_id: source,
      condition: { type: "jsonpath", jsonpath: "$.ok", expected: true },
      payload_forward: true,
    };
    const { id, personaId } = await makeTrigger({ triggerType: "chain", config });
    const missed = await end(source, { status: "completed", outputData: '{"ok":false}' });
    expect(await fireChains(missed)).toBe(0);
    const executionId = await end(source, { status: "completed", outputData: '{"ok":true}' });
    expect(await fireChains(executionId)).toBe(1);
    expect(await fireChains(executionId)).toBe(0);
    const [event, ...others] = await eventsOf(id);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      eventType: "chain_triggered",
      sourceType: "chain",
      sourceId: id,
      targetPersonaId: personaId,
      hopCount: 1,
    });
    expect(JSON.parse(event?.payload ?? "")).toEqual({
      source_persona_id: source,
      source_execution_id: executionId,
      source_status: "completed",
      source_output: '{"ok":true}',
      _chain_depth: 1,
      _chain_visited: [source],
    });
    expect(JSON.parse(event?.causes ?? "")).toMatchObject([{ executionId, personaId: source }]);
  });

  test.each<[string, (own: string) => object, RegExp]>([
    ["at a persona it has been at", (own) => ({ _chain_depth: 2, _chain_visited: [own] }), /has been at/],
    ["after eight executions", () => ({ _chain_depth: 8, _chain_visited: [] }), /8 executions long/],
  ])("ends %s", async (_name, input, reason) => {
    const source = await insertPersona();
    const { id, personaId } = await makeTrigger({
      triggerType: "chain",
      config: { source_persona_id: source },
    });
    const executionId = await end(source, { status: "failed" }, input(personaId));
    expect(await fireChains(executionId)).toBe(0);
    expect(await firesOf(id)).toMatchObject([
      { status: "skipped", errorMessage: expect.stringMatching(reason) },
    ]);
    expect(await eventsOf(id)).toEqual([]);
  });

  test("on an emitted type fires for that type alone, once", async () => {
    const source = await insertPersona();
    const { id } = await makeTrigger({
      triggerType: "chain",
      config: { source_persona_id: source, on_event_type: "report.ready", payload_forward: true },
    });
    const emit = async (eventType: string) =>
      (
        await recordEvent({
          eventType,
          sourceType: "persona",
          sourceId: source,
          targetPersonaId: null,
          payload: '{"n":1}',
          useCaseId: null,
        })
      ).event.id;
    expect(await fireEmitted(await emit("other"))).toBe(0);
    const eventId = await emit("report.ready");
    expect(await fireEmitted(eventId)).toBe(1);
    expect(await fireEmitted(eventId)).toBe(0);
    const [event] = await eventsOf(id);
    expect(JSON.parse(event?.payload ?? "")).toMatchObject({
      source_event_id: eventId,
      source_event_type: "report.ready",
      source_payload: { n: 1 },
      _chain_depth: 1,
    });
    const executionId = await end(source, { status: "completed" });
    expect(await fireChains(executionId)).toBe(0);
  });
});

describe("a webhook trigger", () => {
  const receive = async (personaId: string) =>
    (
      await recordEvent({
        eventType: "webhook_received",
        sourceType: "webhook",
        sourceId: personaId,
        targetPersonaId: personaId,
        payload: '{"x":1}',
        useCaseId: null,
      })
    ).event.id;

  test("sets another persona to work with what came, once", async () => {
    const other = await insertPersona();
    const { id, personaId } = await makeTrigger({
      triggerType: "webhook",
      targetPersonaId: other,
      config: { event_type: "passed_on" },
    });
    const eventId = await receive(personaId);
    expect(await fireWebhookTriggers(eventId)).toBe(1);
    expect(await fireWebhookTriggers(eventId)).toBe(0);
    expect(await eventsOf(id)).toMatchObject([
      { eventType: "passed_on", targetPersonaId: other, payload: '{"x":1}' },
    ]);
  });

  test("of its own persona points at the webhook's own event, and is settled by what that led to", async () => {
    const { id, personaId } = await makeTrigger({ triggerType: "webhook", config: {} });
    const eventId = await receive(personaId);
    await matchEvent(eventId);
    const { id: executionId } = await db.execution.findFirstOrThrow({ where: { eventId } });
    await endExecution(executionId, { status: "completed" });
    await fireWebhookTriggers(eventId);
    expect(await firesOf(id)).toMatchObject([{ status: "completed", eventId, executionId }]);
    expect(await eventsOf(id)).toEqual([]);
  });
});

describe("a poll", () => {
  const page = (hash: string) => ({ statusCode: 200, hash, preview: `body of ${hash}` });
  const look = async (id: string, seen: Parameters<typeof recordPoll>[1]) => {
    const arming = await armingOf(id);
    return recordPoll(arming, seen, arming.dueAt.getTime() + 10);
  };

  test("fires the first time and whenever the page has changed", async () => {
    const { id } = await makeTrigger({
      triggerType: "polling",
      overlapPolicy: "allow",
      config: { url: "https://feed.invalid/", event_type: "feed" },
    });
    expect(await fireDue(await armingOf(id))).toBe("poll");
    expect(await look(id, page("one"))).toBe("fired");
    expect(await look(id, page("one"))).toBe("same");
    const arming = await armingOf(id);
    const twice = await Promise.all([recordPoll(arming, page("two")), recordPoll(arming, page("two"))]);
    expect(twice.toSorted()).toEqual(["fired", "void"]);
    const events = await eventsOf(id);
    expect(events).toMatchObject([{ sourceType: "polling", eventType: "feed" }, { sourceType: "polling" }]);
    expect(JSON.parse(events[1]?.payload ?? "")).toEqual({
      url: "https://feed.invalid/",
      status_code: 200,
      content_changed: true,
      content_hash: "two",
      body_preview: "body of two",
    });
  });

  test("that fails backs off, degrades the trigger, is told once, and is well again after an answer", async () => {
    const { id } = await makeTrigger({
      triggerType: "polling",
      config: { url: "https://feed.invalid/", interval_seconds: 5 },
    });
    await services.takeFacts();
    const waits: number[] = [];
    for (let times = 0; times < 5; times++) {
      const { dueAt } = await armingOf(id);
      expect(await look(id, { problem: "It answered 500." })).toBe("failed");
      waits.push(Math.round(((await armingOf(id)).dueAt.getTime() - dueAt.getTime()) / 1000));
    }
    expect(waits).toEqual([30, 60, 120, 240, 300]);
    expect(await readTrigger(id)).toMatchObject({
      healthStatus: "degraded",
      healthMessage: "It answered 500.",
    });
    expect((await services.takeFacts()).filter(({ name }) => name === "hub/notice.raised")).toHaveLength(1);
    await look(id, page("one"));
    expect(await readTrigger(id)).toMatchObject({
      healthStatus: "healthy",
      healthMessage: null,
      failureCount: 0,
    });
  });

  test("leaves a change for later while what it fired before still runs", async () => {
    const { id } = await makeTrigger({ triggerType: "polling", config: { url: "https://feed.invalid/" } });
    await look(id, page("one"));
    const [execution] = await startAll(id);
    expect(await look(id, page("two"))).toBe("held");
    await endExecution(execution?.id ?? "", { status: "completed" });
    expect(await look(id, page("two"))).toBe("fired");
  });
});
