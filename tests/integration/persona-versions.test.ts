import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { personActor, systemActor, webhookActor } from "@/server/actor";
import { db } from "@/server/db";
import type { PersonaInput } from "@/server/personas/schema";
import { getPersona, readPersona, savePersona } from "@/server/personas/service";
import { ensureVersion } from "@/server/personas/store-version";
import {
  diffTwoVersions,
  discardDraft,
  getVersion,
  listVersions,
  makeVersionLive,
  readPersonaAt,
} from "@/server/personas/versions";
import { callRest } from "@/tests/support/rest-in-process";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

const ada = personActor("ada", "Ada");
let services: Services;
let id: string;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  ({
    persona: { id },
  } = await savePersona(systemActor, { name: "Scribe", systemPrompt: "One." }));
});

const save = (input: PersonaInput) => savePersona(ada, { id, ...input }).then(({ persona }) => persona);
const list = async () => (await listVersions(ada, { id, limit: 50, offset: 0 })).items;
const labels = async () => (await list()).map(({ version, label }) => [version, label]);

describe("a save", () => {
  test("makes a version with who and what, and the same content again makes none", async () => {
    const saved = await save({ systemPrompt: "Two.", note: "Say it better" });
    expect(saved.liveVersion).toBe(2);
    await save({ systemPrompt: "Two." });
    await save({ icon: "scroll", maxConcurrent: 3, enabled: false, monthlyBudgetUsd: 5 });
    expect(await list()).toMatchObject([
      { version: 2, label: "live", note: "Say it better", createdBy: "Ada" },
      { version: 1, label: null, note: null, createdBy: "Ensemble" },
    ]);
  });

  test("back to what once was takes that version up again", async () => {
    await save({ systemPrompt: "Two." });
    expect((await save({ systemPrompt: "One." })).liveVersion).toBe(1);
    expect(await labels()).toEqual([
      [2, null],
      [1, "live"],
    ]);
  });

  test("by many at once numbers them without gap and lets the row be the live one", async () => {
    await Promise.all(Array.from({ length: 12 }, (_, index) => save({ systemPrompt: `Many ${index}` })));
    const all = await list();
    expect(all.map(({ version }) => version)).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    const persona = await getPersona(ada, id);
    const live = await getVersion(ada, { id, version: persona.liveVersion });
    expect(live).toMatchObject({ label: "live", content: { systemPrompt: persona.systemPrompt } });
  });

  test("of a persona that predates versions keeps what it was as version 1", async () => {
    id = await insertPersona({ systemPrompt: "From before." });
    expect((await save({ systemPrompt: "After." })).liveVersion).toBe(2);
    const { content } = await getVersion(ada, { id, version: 1 });
    expect(content.systemPrompt).toBe("From before.");
  });

  test("never puts the token of its model into a version", async () => {
    const authToken = `token-${crypto.randomUUID()}`;
    await save({ modelProfile: JSON.stringify({ model: "claude-haiku-5-5", authToken }) });
    const rows = await db.personaVersion.findMany({ where: { personaId: id } });
    expect(JSON.stringify(rows)).not.toContain(authToken);
    expect(rows.at(-1)?.content).toContain("[REDACTED]");
  });
});

describe("ensureVersion", () => {
  test("stores version 1 at first need, and what was changed past the hub", async () => {
    id = await insertPersona({ systemPrompt: "From before." });
    expect(await ensureVersion(await readPersona(id))).toBe(1);
    await db.persona.update({ where: { id }, data: { systemPrompt: "By hand." } });
    expect(await ensureVersion(await readPersona(id))).toBe(2);
    expect(await ensureVersion(await readPersona(id))).toBe(2);
    expect(await db.personaVersion.count({ where: { personaId: id } })).toBe(2);
  });

  test("asked by many at once stores one", async () => {
    id = await insertPersona();
    const persona = await readPersona(id);
    const versions = await Promise.all(Array.from({ length: 8 }, () => ensureVersion(persona)));
    expect(new Set(versions)).toEqual(new Set([1]));
  });
});

describe("a draft", () => {
  test("stands beside the live version until it is made live", async () => {
    const saved = await save({ systemPrompt: "Drafted.", draft: true });
    expect(saved).toMatchObject({ systemPrompt: "One.", liveVersion: 1, draftVersion: 2 });
    expect(await labels()).toEqual([
      [2, "draft"],
      [1, "live"],
    ]);
    const live = await makeVersionLive(ada, { id, version: 2 });
    expect(live).toMatchObject({ systemPrompt: "Drafted.", liveVersion: 2, draftVersion: null });
    expect(await labels()).toEqual([
      [2, "live"],
      [1, null],
    ]);
  });

  test("is discarded, and a live version is not", async () => {
    await save({ systemPrompt: "Drafted.", draft: true });
    expect(await discardDraft(ada, { id, version: 2 })).toEqual({ deleted: true });
    expect(await labels()).toEqual([[1, "live"]]);
    await expect(discardDraft(ada, { id, version: 1 })).rejects.toMatchObject({ code: "conflict" });
    await expect(discardDraft(ada, { id, version: 9 })).rejects.toMatchObject({ code: "not_found" });
    const again = await save({ systemPrompt: "Drafted.", draft: true });
    expect(again.draftVersion).toBe(2);
  });

  test("holds no more than versions do, no token, and is of a persona that exists", async () => {
    await expect(save({ icon: "scroll", maxConcurrent: 2, draft: true })).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ path: "icon" }, { path: "maxConcurrent" }],
    });
    const modelProfile = JSON.stringify({ authToken: crypto.randomUUID() });
    await expect(save({ modelProfile, draft: true })).rejects.toMatchObject({
      issues: [{ path: "modelProfile" }],
    });
    await expect(savePersona(ada, { id: "per_unknown", draft: true })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a version", () => {
  test("is rolled back to and forward again, with its limits and its token", async () => {
    const authToken = `token-${crypto.randomUUID()}`;
    await save({ modelProfile: JSON.stringify({ authToken }) });
    await save({ systemPrompt: "Three.", timeoutMs: 5_000, maxTurns: 4 });
    const { modelAuthSealed } = await readPersona(id);
    const back = await makeVersionLive(ada, { id, version: 2 });
    expect(back).toMatchObject({ systemPrompt: "One.", timeoutMs: 300_000, maxTurns: null, liveVersion: 2 });
    expect((await readPersona(id)).modelAuthSealed).toBe(modelAuthSealed);
    const forward = await makeVersionLive(ada, { id, version: 3 });
    expect(forward).toMatchObject({ systemPrompt: "Three.", maxTurns: 4, liveVersion: 3 });
    expect(await list()).toHaveLength(3);
    const audit = await db.auditEntry.findMany({ where: { subjectId: id } });
    expect(audit.map(({ action, actorName }) => [action, actorName])).toEqual([
      ["persona.version_made_live", "Ada"],
      ["persona.version_made_live", "Ada"],
    ]);
  });

  test("is read as a persona for a run that asked for it", async () => {
    await save({ systemPrompt: "Two.", modelProfile: JSON.stringify({ authToken: "a-token" }), icon: "new" });
    const first = await readPersonaAt(id, 1);
    expect(first).toMatchObject({ id, systemPrompt: "One.", icon: "new", modelAuthSealed: null });
    expect(first.liveVersion).toBe(1);
    expect(await readPersonaAt(id, null)).toMatchObject({ systemPrompt: "Two.", liveVersion: 2 });
    await expect(readPersonaAt(id, 7)).rejects.toMatchObject({ code: "not_found" });
  });

  test("is held against another, field by field", async () => {
    await save({ systemPrompt: "One.\nTwo.", maxTurns: 3 });
    expect(await diffTwoVersions(ada, { id, from: 1, to: 2 })).toEqual({
      from: 1,
      to: 2,
      fields: [
        {
          field: "systemPrompt",
          before: "One.",
          after: "One.\nTwo.",
          hunks: [{ oldStart: 1, newStart: 1, lines: [" One.", "+Two."] }],
        },
        { field: "maxTurns", before: null, after: 3, hunks: null },
      ],
    });
    expect((await diffTwoVersions(ada, { id, from: 2, to: 2 })).fields).toEqual([]);
  });

  test("asks for the scope", async () => {
    const sender = webhookActor("gitlab");
    for (const refused of [
      listVersions(sender, { id, limit: 1, offset: 0 }),
      getVersion(sender, { id, version: 1 }),
      diffTwoVersions(sender, { id, from: 1, to: 1 }),
      makeVersionLive(sender, { id, version: 1 }),
      discardDraft(sender, { id, version: 1 }),
    ])
      await expect(refused).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the versions over REST", () => {
  test("are listed, read, compared, made live and discarded", async () => {
    const path = `/api/personas/${id}/versions`;
    await save({ systemPrompt: "Drafted.", draft: true });
    const all = await callRest("GET", path);
    expect(all).toMatchObject({ status: 200, json: [{ version: 2, label: "draft" }, { version: 1 }] });
    expect(all.headers.get("x-total-count")).toBe("2");
    expect(await callRest("GET", `${path}/2`)).toMatchObject({
      json: { content: { systemPrompt: "Drafted." } },
    });
    expect(await callRest("GET", `${path}/diff?from=1&to=2`)).toMatchObject({
      status: 200,
      json: { from: 1, to: 2, fields: [{ field: "systemPrompt" }] },
    });
    expect(await callRest("POST", `${path}/2/live`)).toMatchObject({ status: 200, json: { liveVersion: 2 } });
    expect(await callRest("DELETE", `${path}/2`)).toMatchObject({ status: 409 });
    expect(await callRest("GET", `${path}/two`)).toMatchObject({ status: 400 });
    expect(await callRest("GET", `${path}/12`)).toMatchObject({ status: 404 });
    expect(await callRest("GET", path, undefined, "wrong")).toMatchObject({ status: 401 });
  });
});

describe("a raised budget", () => {
  const toldBudgets = async () =>
    (await services.takeFacts()).filter(
      ({ name, data }) => name === "hub/budget.changed" && (data as { personaId: string }).personaId === id,
    ).length;

  test.each<[PersonaInput, PersonaInput, number]>([
    [{ monthlyBudgetUsd: 5 }, { monthlyBudgetUsd: 6 }, 1],
    [{ maxBudgetUsd: 0.5 }, { maxBudgetUsd: null }, 1],
    [{ maxBudgetUsd: 1, monthlyBudgetUsd: 9 }, { maxBudgetUsd: 2, monthlyBudgetUsd: 8 }, 1],
    [{ monthlyBudgetUsd: 5 }, { monthlyBudgetUsd: 4 }, 0],
    [{ monthlyBudgetUsd: 5 }, { systemPrompt: "Other." }, 0],
    [{ monthlyBudgetUsd: null }, { monthlyBudgetUsd: 5 }, 0],
  ])("%j → %j tells those who wait %i times", async (before, after, times) => {
    await save(before);
    await toldBudgets();
    await save(after);
    expect(await toldBudgets()).toBe(times);
  });

  test("is told when a version brings it", async () => {
    await save({ maxBudgetUsd: 1 });
    await toldBudgets();
    await makeVersionLive(ada, { id, version: 1 });
    expect(await toldBudgets()).toBe(1);
  });
});
