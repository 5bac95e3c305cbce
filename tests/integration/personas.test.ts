import { beforeAll, describe, expect, test } from "vitest";
import type { PersonaOutput, PersonaSummary } from "@/server/personas/schema";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { send } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { countRows } from "@/tests/support/query";
import { sharedHub } from "@/tests/support/shared-hub";

type List = { items: PersonaSummary[]; total: number };
const hub = sharedHub();

describe.each(doorNames)("personas over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });

  test("are created with the contract's defaults and read back", async () => {
    const given = uniqueWord("Persona");
    const made = await door.call<PersonaOutput>("personas.save", { name: given });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^per_/),
      projectId: "default",
      name: given,
      description: null,
      systemPrompt: "",
      structuredPrompt: null,
      enabled: true,
      runtime: "hub",
      maxConcurrent: 1,
      timeoutMs: 300_000,
      webhookSecret: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const read = await door.call<PersonaOutput>("personas.get", { id: made.id });
    expect(read).toEqual({ ...made, webhookSecret: "[REDACTED]" });
  });

  test("are merged into by id: what is not given stays", async () => {
    const id = uniqueWord("mine");
    const made = await door.call<PersonaOutput>("personas.save", {
      id,
      name: "First",
      description: "Words",
      maxTurns: 3,
    });
    expect(made.id).toBe(id);
    const merged = await door.call<PersonaOutput>("personas.save", {
      id,
      description: null,
      maxConcurrent: 4,
    });
    expect(merged).toMatchObject({ id, name: "First", description: null, maxTurns: 3, maxConcurrent: 4 });
    expect(merged.webhookSecret).toBe("[REDACTED]");
  });

  test("keep every field of the contract", async () => {
    const fields = {
      name: "Everything",
      description: "D",
      systemPrompt: "S",
      structuredPrompt: JSON.stringify({ identity: "I" }),
      icon: "scroll",
      color: "teal",
      enabled: false,
      maxConcurrent: 7,
      timeoutMs: 60_000,
      modelProfile: JSON.stringify({ model: "claude-haiku-5-5", maxTokens: 500 }),
      inferenceProfileId: "inf",
      networkPolicy: JSON.stringify({ mode: "deny-all" }),
      maxBudgetUsd: 12.5,
      maxTurns: 9,
      designContext: "notes",
      groupId: "group",
      permissionPolicy: JSON.stringify({ allowedTools: ["Read"] }),
    };
    const { id } = await door.call<PersonaOutput>("personas.save", fields);
    expect(await door.call("personas.get", { id })).toMatchObject(fields);
  });

  test("are listed by name, in pages, searched and filtered", async () => {
    const word = uniqueWord("Listed");
    for (const letter of ["b", "a", "c"])
      await createPersona(hub, { name: `${word} ${letter}`, enabled: letter !== "c" });
    const all = await door.call<List>("personas.list", { search: word });
    expect(all.items.map((persona) => persona.name)).toEqual([`${word} a`, `${word} b`, `${word} c`]);
    expect(all.total).toBe(3);
    const page = await door.call<List>("personas.list", { search: word.toLowerCase(), limit: 1, offset: 1 });
    expect(page).toMatchObject({ items: [{ name: `${word} b` }], total: 3 });
    const enabled = await door.call<List>("personas.list", { search: word, enabled: true });
    expect(enabled.total).toBe(2);
    expect(all.items[0]).not.toHaveProperty("systemPrompt");
  });

  test("are deleted, with their subscriptions", async () => {
    const { id } = await createPersona(hub);
    await door.call("subscriptions.create", { personaId: id, eventType: "gone" });
    expect(await door.call("personas.delete", { id })).toEqual({ deleted: true });
    expect(await door.refuse("personas.get", { id })).toMatchObject({ status: 404, code: "not_found" });
    expect(await countRows(hub, "subscription", "persona_id = $1", [id])).toBe(0);
  });

  test.each<[string, object, string]>([
    ["a name is missing", {}, "name"],
    ["a name is too long", { name: "x".repeat(201) }, "name"],
    ["the description is too long", { name: "A", description: "x".repeat(2_001) }, "description"],
    ["a number is out of range", { name: "A", maxConcurrent: 101 }, "maxConcurrent"],
    ["a type is wrong", { name: "A", timeoutMs: "fast" }, "timeoutMs"],
    ["a model is unknown", { name: "A", modelProfile: { model: "gpt-5" } }, "modelProfile"],
    ["an id has spaces", { name: "A", id: "a b" }, "id"],
    ["a field is unknown", { name: "A", colour: "red" }, "colour"],
  ])("are refused with the field when %s", async (_name, input, path) => {
    const refusal = await door.refuse("personas.save", input);
    expect(refusal).toMatchObject({ status: 400, code: "validation_failed" });
    expect(refusal.issues.map((issue) => issue.path)).toEqual([path]);
    expect(refusal.message).toContain(path);
  });

  test.each(["personas.get", "personas.delete", "personas.rotateWebhookSecret"])(
    "%s knows no unknown id",
    async (verb) => {
      expect(await door.refuse(verb, { id: "per_unknown" })).toEqual({
        status: 404,
        code: "not_found",
        message: "No persona with the id per_unknown.",
        issues: [],
      });
    },
  );
});

describe("personas over REST", () => {
  test("answer 201 when made, 201 with a new id, 200 when merged", async () => {
    const id = uniqueWord("mine");
    const first = await send(hub, "POST", "/api/personas", { json: { id, name: "A" } });
    const second = await send(hub, "POST", "/api/personas", { json: { id, name: "B" } });
    expect([first.status, second.status]).toEqual([201, 200]);
  });

  test("fifty parallel upserts of one id make one persona", async () => {
    const id = uniqueWord("race");
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        send(hub, "POST", "/api/personas", { json: { id, name: `Racer ${index}` } }),
      ),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 201]));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  test("list as a bare array with the count and links to the pages around", async () => {
    const word = uniqueWord("Paged");
    for (let index = 0; index < 3; index++) await createPersona(hub, { name: `${word} ${index}` });
    const { status, headers, json } = await send(hub, "GET", `/api/personas?search=${word}&limit=1&offset=1`);
    expect(status).toBe(200);
    expect(json).toMatchObject([{ name: `${word} 1` }]);
    expect(headers.get("x-total-count")).toBe("3");
    const links = headers.get("link") ?? "";
    expect(links).toContain(`</api/personas?search=${word}&limit=1&offset=0>; rel="prev"`);
    expect(links).toContain(`</api/personas?search=${word}&limit=1&offset=2>; rel="next"`);
  });

  test("clamp the limit to 500 and refuse what is no number", async () => {
    expect((await send(hub, "GET", "/api/personas?limit=100000")).status).toBe(200);
    const refused = await send(hub, "GET", "/api/personas?limit=many");
    expect(refused).toMatchObject({ status: 400, json: { issues: [{ path: "limit" }] } });
  });
});
