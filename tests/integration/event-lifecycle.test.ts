import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { failEvent, matchEvent } from "@/server/events/match";
import { recordEvent } from "@/server/events/record";
import { followFailure } from "@/server/events/retry";
import { reviveEvent } from "@/server/events/revive";
import { type EventStatus, eventStatuses } from "@/server/events/schema";
import { auditEvent, getEvent } from "@/server/events/service";
import { canMove } from "@/server/events/state";
import { endExecution } from "@/server/executions/claim";
import { uniqueWord } from "@/tests/factories/persona";
import { insertPersona, insertSubscription, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());
let eventType: string;
beforeEach(() => {
  eventType = uniqueWord("type");
});

const publish = async (fields: { payload?: string; targetPersonaId?: string } = {}) => {
  const { event } = await recordEvent({
    eventType,
    sourceType: "test",
    sourceId: null,
    targetPersonaId: null,
    payload: null,
    useCaseId: null,
    ...fields,
  });
  return event.id;
};
const executionsOf = (eventId: string) =>
  db.execution.findMany({ where: { eventId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
const actionsOf = async (eventId: string) =>
  (await auditEvent(systemActor, eventId)).audit.map(({ action }) => action);

async function insertEvent(status: EventStatus): Promise<string> {
  const id = createId("event");
  await db.event.create({ data: { id, eventType, sourceType: "test", status } });
  return id;
}

describe("the database", () => {
  const pairs = eventStatuses.flatMap((from) => eventStatuses.map((to) => [from, to] as const));
  test.each(pairs)("lets an event move from %s to %s as the rules say", async (from, to) => {
    const id = await insertEvent(from);
    const outcome = await db.event.update({ where: { id }, data: { status: to } }).then(
      () => "moved",
      (error: Error) => error.message,
    );
    if (from === to || canMove(from, to)) expect(outcome).toBe("moved");
    else expect(outcome).toContain(`An event cannot move from ${from} to ${to}.`);
  });

  test("knows no other status", async () => {
    await expect(insertEvent("lost" as EventStatus)).rejects.toThrow("event_status_check");
  });

  test("whatever people and the engine do to an event, in any order, every move it makes is legal", async () => {
    const personaId = await insertPersona();
    await insertSubscription(personaId, eventType, { maxRetries: 0 });
    const commands = {
      match: matchEvent,
      giveUp: (id: string) => failEvent(id, "gave up"),
      revive: (id: string) => reviveEvent(systemActor, id).catch(() => undefined),
      fail: async (id: string) => {
        for (const each of await executionsOf(id)) await endExecution(each.id, { status: "failed" });
      },
      follow: async (id: string) => {
        for (const each of await executionsOf(id)) await followFailure(each.id).catch(() => undefined);
      },
    };
    const command = fc.constantFrom(...(Object.keys(commands) as (keyof typeof commands)[]));
    const isOpen = (status: string) => status === "pending" || status === "processing";
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 3, maxLength: 12 }), async (names) => {
        const id = await publish();
        let at: EventStatus = "pending";
        for (const name of names) {
          await commands[name](id);
          const { status } = await getEvent(systemActor, id);
          const isDirect = status === at || canMove(at, status);
          // A match takes an event up and settles it in one go.
          expect(isDirect || (isOpen(at) && canMove("processing", status)), `${at} → ${status}`).toBe(true);
          at = status;
        }
        await services.takeFacts();
      }),
      { numRuns: 60 },
    );
  });
});

describe("matching", () => {
  test("writes the trail in order, beginning with the receipt", async () => {
    const [one, two] = [await insertPersona(), await insertPersona()];
    await insertSubscription(one, eventType);
    await insertSubscription(two, eventType);
    const id = await publish();
    await matchEvent(id);
    const { audit } = await auditEvent(systemActor, id);
    const made = await executionsOf(id);
    expect(audit).toMatchObject([
      { action: "received" },
      { action: "subscriptions_evaluated", detail: "2 subscriptions matched, 2 personas to run" },
      ...[one, two].map((personaId) => ({
        action: "dispatched",
        personaId,
        personaName: personaId,
        executionId: made.find((each) => each.personaId === personaId)?.id,
      })),
    ]);
  });

  test("twenty times at once makes one execution a persona and one trail", async () => {
    for (let count = 0; count < 3; count++) await insertSubscription(await insertPersona(), eventType);
    const id = await publish();
    await services.takeFacts();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => matchEvent(id)));
    expect(outcomes.filter((outcome) => outcome !== "settled before").length).toBeGreaterThan(0);
    expect(await executionsOf(id)).toHaveLength(3);
    expect((await actionsOf(id)).filter((action) => action === "dispatched")).toHaveLength(3);
    const facts = await services.takeFacts();
    expect(facts.filter(({ name }) => name === "hub/execution.requested")).toHaveLength(3);
  });

  test("reaches a hundred personas, each with its own request to the engine", async () => {
    const subscriptions = new Map<string, string>();
    for (let count = 0; count < 100; count++) {
      const personaId = await insertPersona();
      subscriptions.set(personaId, await insertSubscription(personaId, eventType));
    }
    await services.takeFacts();
    const id = await publish({ payload: '{"a":1}' });
    expect(await matchEvent(id)).toBe("delivered");
    const made = await executionsOf(id);
    expect(new Map(made.map((each) => [each.personaId, each.subscriptionId]))).toEqual(subscriptions);
    expect(new Set(made.map(({ inputData }) => inputData))).toEqual(new Set(['{"a":1}']));
    const requested = (await services.takeFacts()).filter(({ name }) => name === "hub/execution.requested");
    expect(new Set(requested.map(({ data }) => data.executionId))).toEqual(
      new Set(made.map((each) => each.id)),
    );
  });

  test("skips what nobody listens to, and says so", async () => {
    const id = await publish();
    expect(await matchEvent(id)).toBe("skipped");
    expect(await actionsOf(id)).toEqual(["received", "subscriptions_evaluated", "skipped"]);
  });

  test("is partial when some personas cannot be started, failed when none can, tried again until then", async () => {
    const [good, bad] = [await insertPersona(), await insertPersona()];
    await insertSubscription(good, eventType);
    await insertSubscription(bad, eventType);
    await refuseExecutionsOf(bad);
    const id = await publish();
    await expect(matchEvent(id)).rejects.toThrow("refused here");
    expect(await getEvent(systemActor, id)).toMatchObject({ status: "processing" });
    expect(await executionsOf(id)).toEqual([]);
    expect(await matchEvent(id, { isLast: true })).toBe("partial");
    expect(await executionsOf(id)).toMatchObject([{ personaId: good }]);
    const { event, audit } = await auditEvent(systemActor, id);
    expect(event).toMatchObject({
      status: "partial",
      errorMessage: "1 of 2 matched personas could not be started",
    });
    expect(audit.map(({ action }) => action).toSorted()).toEqual(
      ["received", "subscriptions_evaluated", "dispatched", "dispatch_failed"].toSorted(),
    );

    const alone = await publish({ targetPersonaId: bad });
    expect(await matchEvent(alone, { isLast: true })).toBe("failed");
    expect(await getEvent(systemActor, alone)).toMatchObject({
      errorMessage: "All subscription matches failed",
    });
    await allowExecutions();
    await reviveEvent(systemActor, alone);
    expect(await matchEvent(alone)).toBe("delivered");
    expect(await executionsOf(alone)).toMatchObject([{ personaId: bad, attempt: 0 }]);
  });
});

/** What stands in for a row that the database does not take. */
async function refuseExecutionsOf(personaId: string): Promise<void> {
  await db.$executeRawUnsafe(`CREATE FUNCTION refuse_here() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN IF NEW.persona_id = ''${personaId}'' THEN RAISE EXCEPTION ''refused here''; END IF; RETURN NEW; END'`);
  await db.$executeRawUnsafe(
    "CREATE TRIGGER refuse_here BEFORE INSERT ON execution FOR EACH ROW EXECUTE FUNCTION refuse_here()",
  );
}

async function allowExecutions(): Promise<void> {
  await db.$executeRawUnsafe("DROP TRIGGER refuse_here ON execution");
  await db.$executeRawUnsafe("DROP FUNCTION refuse_here");
}
