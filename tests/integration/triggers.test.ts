import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type {
  BackfillOutput,
  FiringOutput,
  PreviewOutput,
  TriggerOutput,
  TriggerStats,
} from "@/server/triggers/schema";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { createTrigger } from "@/tests/factories/trigger";
import { ask, send } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { countRows, query } from "@/tests/support/query";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();
const daily = { cron: "0 9 * * *", timezone: "Europe/Berlin" };

describe.each(doorNames)("triggers over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });

  test("are made, armed, read, changed, paused and deleted", async () => {
    const persona = await createPersona(hub);
    const made = await door.call<TriggerOutput>("triggers.create", {
      personaId: persona.id,
      triggerType: "schedule",
      config: JSON.stringify(daily),
      name: "Stand-up",
    });
    expect(made).toEqual({
      id: expect.stringMatching(/^trg_/),
      projectId: "default",
      personaId: persona.id,
      personaName: persona.name,
      targetPersonaId: null,
      name: "Stand-up",
      triggerType: "schedule",
      config: JSON.stringify(daily),
      enabled: true,
      misfirePolicy: "latest",
      misfireLimit: 10,
      misfireWindowMs: 86_400_000,
      overlapPolicy: "queue",
      lastTriggeredAt: null,
      nextTriggerAt: expect.stringMatching(/T0[78]:00:00.000Z$/),
      healthStatus: "healthy",
      healthMessage: null,
      useCaseId: null,
      timeZone: "Europe/Berlin",
      recentFires: [],
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
    });
    expect(await door.call("triggers.get", { id: made.id })).toEqual(made);
    expect(await door.call("triggers.listForPersona", { personaId: persona.id })).toEqual([made]);

    const renamed = await door.call<TriggerOutput>("triggers.update", {
      id: made.id,
      name: "Daily",
      overlapPolicy: "skip",
    });
    expect(renamed).toMatchObject({
      name: "Daily",
      overlapPolicy: "skip",
      nextTriggerAt: made.nextTriggerAt,
    });
    const paused = await door.call<TriggerOutput>("triggers.update", { id: made.id, enabled: false });
    expect(paused).toMatchObject({ enabled: false, nextTriggerAt: null });
    const resumed = await door.call<TriggerOutput>("triggers.update", {
      id: made.id,
      enabled: true,
      config: { cron: "every 2h" },
    });
    expect(resumed).toMatchObject({ enabled: true, timeZone: null, config: '{"cron":"every 2h"}' });
    expect(Date.parse(resumed.nextTriggerAt ?? "")).toBe(Date.parse(made.createdAt) + 7_200_000);

    expect(await door.call("triggers.delete", { id: made.id })).toEqual({ deleted: true });
    expect(await door.refuse("triggers.get", { id: made.id })).toMatchObject({
      status: 404,
      code: "not_found",
    });
  });

  test("are listed by type, state, health, persona and search", async () => {
    const persona = await createPersona(hub);
    const name = uniqueWord("Trigger");
    const manual = await createTrigger(hub, persona, "manual", { name });
    const schedule = await createTrigger(hub, persona, "schedule", { config: daily, enabled: false });
    const ids = async (filter: object) =>
      (
        await door.call<{ items: TriggerOutput[] }>("triggers.list", { personaId: persona.id, ...filter })
      ).items.map(({ id }) => id);
    expect((await ids({})).toSorted()).toEqual([manual.id, schedule.id].toSorted());
    expect(await ids({ triggerType: "manual" })).toEqual([manual.id]);
    expect(await ids({ enabled: false })).toEqual([schedule.id]);
    expect(await ids({ healthStatus: "degraded" })).toEqual([]);
    expect(await ids({ search: name.toUpperCase() })).toEqual([manual.id]);
    expect(await ids({ search: schedule.id })).toEqual([schedule.id]);
  });

  test.each<[string, object, string]>([
    [
      "a cron that no clock knows",
      { triggerType: "schedule", config: { cron: "61 * * * *" } },
      "config.cron",
    ],
    ["31 February", { triggerType: "schedule", config: '{"cron":"0 0 31 2 *"}' }, "config.cron"],
    ["config that is no JSON", { triggerType: "manual", config: "{" }, "config"],
    ["an unknown key", { triggerType: "manual", config: { when: "now" } }, "config.when"],
    ["a reserved type", { triggerType: "manual", config: { event_type: "webhook_x" } }, "config.event_type"],
    ["an unknown type of trigger", { triggerType: "moon" }, "triggerType"],
    ["an unknown target", { triggerType: "manual", targetPersonaId: "per_none" }, "targetPersonaId"],
    ["an unknown field", { triggerType: "manual", cron: "* * * * *" }, "cron"],
  ])("are refused with the field for %s", async (_name, input, path) => {
    const persona = await createPersona(hub);
    const refusal = await door.refuse("triggers.create", { personaId: persona.id, ...input });
    expect(refusal).toMatchObject({ status: 400, code: "validation_failed", issues: [{ path }] });
    expect(await countRows(hub, "trigger", "persona_id = $1", [persona.id])).toBe(0);
  });

  test("are not made for an unknown persona, nor found by an unknown id", async () => {
    const unknown = { status: 404, code: "not_found" };
    expect(
      await door.refuse("triggers.create", { personaId: "per_none", triggerType: "manual" }),
    ).toMatchObject(unknown);
    expect(await door.refuse("triggers.listForPersona", { personaId: "per_none" })).toMatchObject(unknown);
    for (const verb of ["get", "update", "delete", "run", "preview", "firings", "stats"]) {
      expect(await door.refuse(`triggers.${verb}`, { id: "trg_none" })).toMatchObject(unknown);
    }
  });

  test("show their next times in order, saved or not, with what the clocks do", async () => {
    const persona = await createPersona(hub);
    const { id, nextTriggerAt } = await createTrigger(hub, persona, "schedule", {
      config: { cron: "30 2 * * *", timezone: "Europe/Berlin" },
    });
    const saved = await door.call<PreviewOutput>("triggers.preview", { id });
    const draft = await door.call<PreviewOutput>("triggers.previewDraft", {
      config: { cron: "30 2 * * *", timezone: "Europe/Berlin" },
      limit: 100,
    });
    expect(saved.times).toHaveLength(10);
    expect(saved.times[0]?.at).toBe(nextTriggerAt);
    expect(saved.times).toEqual(draft.times.slice(0, 10));
    const all = await door.call<PreviewOutput>("triggers.previewDraft", {
      config: { cron: "30 2 * 3,10 0", timezone: "Europe/Berlin" },
      limit: 100,
    });
    expect(new Set(all.times.map(({ note }) => note))).toEqual(new Set([null, "after-gap", "first-pass"]));
    expect(await door.refuse("triggers.previewDraft", { config: { cron: "0 0 31 2 *" } })).toMatchObject({
      issues: [{ path: "config.cron", message: expect.stringContaining("never") }],
    });
  });

  test("backfill a window once, and count it first", async () => {
    const persona = await createPersona(hub, { maxConcurrent: 5 });
    const { id } = await createTrigger(hub, persona, "schedule", { config: { cron: "0 * * * *" } });
    const window = { id, from: "2026-01-01T00:00:00Z", to: "2026-01-01T03:30:00Z" };
    const times = ["00", "01", "02", "03"].map((hour) => `2026-01-01T${hour}:00:00.000Z`);
    const dry = await door.call<BackfillOutput>("triggers.backfill", { ...window, dryRun: true });
    expect(dry).toEqual({ planned: 4, fired: 0, alreadyFired: 0, hasMore: false, times });
    const part = await door.call<BackfillOutput>("triggers.backfill", { ...window, limit: 2 });
    expect(part).toMatchObject({ planned: 2, fired: 2, hasMore: true });
    const rest = await door.call<BackfillOutput>("triggers.backfill", window);
    expect(rest).toMatchObject({ planned: 4, fired: 2, alreadyFired: 2 });
    expect(await door.call("triggers.backfill", window)).toMatchObject({ fired: 0, alreadyFired: 4 });
    expect(await countRows(hub, "event", "trigger_id = $1", [id])).toBe(4);
    const firings = await door.call<{ items: FiringOutput[]; total: number }>("triggers.firings", { id });
    expect(firings.total).toBe(4);
    expect(firings.items.map(({ scheduledAt }) => scheduledAt).toSorted()).toEqual(times);
    expect(await door.refuse("triggers.backfill", { ...window, from: "2026-01-02T00:00:00Z" })).toMatchObject(
      { status: 400 },
    );
  });
});

test("run now fires once per key and answers with that firing", async () => {
  const persona = await createPersona(hub);
  const { id } = await createTrigger(hub, persona, "manual", {
    config: { event_type: "asked", payload: { a: 1 } },
  });
  const run = (json: object, headers = {}) => send(hub, "POST", `/api/triggers/${id}/run`, { json, headers });
  const first = await run({ key: "one" });
  expect(first.status).toBe(201);
  expect((await run({ key: "one" })).json).toMatchObject({ id: (first.json as FiringOutput).id });
  const headers = { "Idempotency-Key": uniqueWord("key") };
  const plain = await run({}, headers);
  expect((await run({}, headers)).json).toEqual(plain.json);
  expect((await send(hub, "POST", `/api/triggers/${id}/run`)).status).toBe(201);
  const rows = await query<{
    eventType: string;
    payload: string;
    targetPersonaId: string;
    sourceType: string;
    sourceId: string;
  }>(
    hub,
    `SELECT event_type AS "eventType", payload, target_persona_id AS "targetPersonaId", source_type AS "sourceType", source_id AS "sourceId" FROM event WHERE trigger_id = $1`,
    [id],
  );
  expect(rows).toEqual(
    Array(3).fill({
      eventType: "asked",
      payload: '{"a":1}',
      targetPersonaId: persona.id,
      sourceType: "trigger",
      sourceId: id,
    }),
  );
});

test("a firing for a persona that is off is skipped, with the reason", async () => {
  const persona = await createPersona(hub, { enabled: false });
  const { id } = await createTrigger(hub, persona, "manual");
  const firing = await ask<FiringOutput>(hub, "POST", `/api/triggers/${id}/run`);
  expect(firing).toMatchObject({
    status: "skipped",
    eventId: null,
    errorMessage: `${persona.name} is disabled.`,
  });
  expect(await ask<TriggerStats>(hub, "GET", `/api/triggers/${id}/stats`)).toEqual({
    totalFires: 0,
    successCount: 0,
    failureCount: 0,
    skippedCount: 1,
    successRate: null,
    avgDurationMs: null,
    lastFireStatus: "skipped",
    lastFiredAt: null,
  });
});

test("header values of a poll are sealed, never shown, and kept by sending the mask back", async () => {
  const persona = await createPersona(hub);
  const secret = randomBytes(16).toString("hex");
  const config = { url: "https://feed.invalid/", headers: { "X-Key": secret, Accept: "text/plain" } };
  const made = await createTrigger(hub, persona, "polling", { config, enabled: false });
  expect(JSON.parse(made.config)).toEqual({
    ...config,
    headers: { "X-Key": "[REDACTED]", Accept: "[REDACTED]" },
  });
  const stored = () => query<{ config: string }>(hub, "SELECT config FROM trigger WHERE id = $1", [made.id]);
  const [before] = await stored();
  expect(before?.config).not.toContain(secret);
  const kept = { url: "https://feed.invalid/2", headers: { "X-Key": "[REDACTED]" } };
  await ask(hub, "PUT", `/api/triggers/${made.id}`, { config: kept });
  const [after] = await stored();
  expect(JSON.parse(after?.config ?? "").headers["X-Key"]).toBe(
    JSON.parse(before?.config ?? "").headers["X-Key"],
  );
  for (const [config, name] of [
    [{ url: kept.url, headers: { Other: "[REDACTED]" } }, "Other"],
    [{ url: "https://elsewhere.invalid/", headers: { "X-Key": "[REDACTED]" } }, "X-Key"],
  ] as const) {
    const refusal = await send(hub, "PUT", `/api/triggers/${made.id}`, { json: { config } });
    expect(refusal).toMatchObject({ status: 400, json: { issues: [{ path: `config.headers.${name}` }] } });
  }
});
