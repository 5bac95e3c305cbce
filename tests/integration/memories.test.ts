import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import { personActor, systemActor, webhookActor } from "@/server/actor";
import { db } from "@/server/db";
import { type NewMemory, recallMemories, remember } from "@/server/memories/recall";
import { memoryCreate, memoryList, memoryUpdate } from "@/server/memories/schema";
import { createMemory, deleteMemory, getMemory, listMemories, updateMemory } from "@/server/memories/service";
import { handleRest } from "@/server/rest/door";
import { createCaller } from "@/server/trpc/root";
import { callRest } from "@/tests/support/rest-in-process";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

let services: Services;
let personaId: string;
beforeAll(async () => {
  services = await openServices();
  personaId = await insertPersona({ name: "Scribe" });
});
afterAll(() => services.close());
afterEach(() => db.memory.deleteMany());

const keep = (title: string, memory: Partial<NewMemory> = {}) =>
  remember({ key: createId("memory"), personaId, title, content: `About ${title}.`, ...memory });
const recalled = async (input: unknown, options = {}) =>
  (await recallMemories(personaId, input, options)).map(({ title }) => title);
const list = (input: object = {}) => listMemories(systemActor, memoryList.parse(input));
const titles = async (input: object) => (await list(input)).items.map(({ title }) => title);

describe("remembering", () => {
  test("happens once for its key", async () => {
    const key = createId("memory");
    const ids = await Promise.all([1, 2, 3].map(() => keep("once", { key })));
    expect(new Set(ids).size).toBe(1);
    expect(await keep("twice", { key })).toBe(ids[0]);
    expect(await titles({})).toEqual(["once"]);
  });

  test("loses nothing for its form", async () => {
    const id = await keep(`\u0000${"t".repeat(300)}`, {
      content: "c\u0000".repeat(20_000),
      category: "gossip",
      importance: 99.4,
      tags: [" a ", "a", "", "x".repeat(80), ...Array.from({ length: 40 }, (_, n) => `tag ${n}`)],
      sourceExecutionId: "exe_1",
    });
    const memory = await getMemory(systemActor, id);
    expect(memory).toMatchObject({
      title: `${"t".repeat(199)}…`,
      category: "general",
      importance: 10,
      sourceExecutionId: "exe_1",
      personaName: "Scribe",
    });
    expect(memory.content).toHaveLength(10_000);
    const tags: string[] = JSON.parse(memory.tags ?? "");
    expect(tags).toHaveLength(20);
    expect(tags.slice(0, 2)).toEqual(["a", `${"x".repeat(49)}…`]);
    expect((await getMemory(systemActor, await keep("n", { importance: Number.NaN }))).importance).toBe(5);
  });
});

describe("recall", () => {
  test("brings what the input is about before what is merely important", async () => {
    await keep("Coffee", { content: "People like it strong.", importance: 10 });
    await keep("Deploy freeze", {
      content: "The billing service is not deployed on Fridays.",
      importance: 2,
    });
    await keep("Billing", { content: "Ask Grace.", importance: 1 });
    expect(await recalled({ ref: "main", message: "Deploy billing now" })).toEqual([
      "Deploy freeze",
      "Billing",
      "Coffee",
    ]);
  });

  test("finds words inside of hosts, paths and tags, in any case and script", async () => {
    await keep("Host", { content: "see https://git.orchard.test/a_b/release-notes.md", importance: 1 });
    await keep("Tagged", { tags: ["Größe"], importance: 1 });
    await keep("Loud", { importance: 10 });
    expect((await recalled("ORCHARD"))[0]).toBe("Host");
    expect((await recalled(["notes"]))[0]).toBe("Host");
    expect((await recalled({ deep: [{ text: "zur größe" }] }))[0]).toBe("Tagged");
  });

  test("brings the most important ones where nothing fits", async () => {
    await keep("minor", { importance: 1 });
    await keep("major", { importance: 9 });
    for (const input of [undefined, null, "zzz", { n: 1 }, "' | & ! :* <->", "\u0000"])
      expect(await recalled(input)).toEqual(["major", "minor"]);
  });

  test("is of one persona, ten at most, within its budget", async () => {
    await keep("Other", { personaId: await insertPersona() });
    for (let n = 0; n < 15; n++) await keep(`m${n}`, { content: "word ".repeat(100) });
    const memories = await recallMemories(personaId, "word");
    expect(memories.length).toBeGreaterThan(4);
    expect(memories.length).toBeLessThanOrEqual(10);
    const size = memories.reduce((sum, { title, content }) => sum + title.length + content.length, 0);
    expect(size).toBeLessThanOrEqual(4_000);
    expect(await recalled("word", { limit: 3, budget: 100_000 })).toHaveLength(3);
    expect(memories[0]).toEqual({
      id: expect.stringMatching(/^mem_/),
      title: expect.any(String),
      content: expect.any(String),
      category: "general",
      importance: 5,
    });
  });

  test("looks words up by their index", async () => {
    await db.$executeRaw`
      INSERT INTO memory (id, key, persona_id, title, content, updated_at)
      SELECT 'mem_' || n, n, 'per_many', 'Title ' || n, 'word' || n, now() FROM generate_series(1, 3000) AS n`;
    await db.$executeRaw`ANALYZE memory`;
    const plan = await db.$queryRaw<object[]>`
      EXPLAIN SELECT id FROM memory WHERE memory_words(title, content, tags) @@ to_tsquery('simple', '''word77''')`;
    expect(JSON.stringify(plan)).toContain("memory_words_idx");
    const [first] = await recallMemories("per_many", "word77");
    expect(first?.title).toBe("Title 77");
  });
});

describe("a person", () => {
  test("adds, changes, finds and deletes memories", async () => {
    const input = memoryCreate.parse({
      personaId,
      title: " Style ",
      content: "Short words.",
      tags: ["tone", "tone"],
    });
    const made = await createMemory(systemActor, input);
    expect(made).toMatchObject({
      title: "Style",
      category: "general",
      importance: 5,
      tags: '["tone"]',
      sourceExecutionId: null,
      personaName: "Scribe",
    });
    const changed = await updateMemory(
      systemActor,
      memoryUpdate.parse({ id: made.id, importance: 9, category: "preference", tags: [] }),
    );
    expect(changed).toMatchObject({ title: "Style", importance: 9, category: "preference", tags: null });
    await keep("50 % rule", { importance: 3, category: "fact", sourceExecutionId: "exe_7" });
    for (const [filter, found] of [
      [{}, ["50 % rule", "Style"]],
      [{ sort: "importance" }, ["Style", "50 % rule"]],
      [{ category: "fact" }, ["50 % rule"]],
      [{ minImportance: "4" }, ["Style"]],
      [{ search: "short W" }, ["Style"]],
      [{ search: "50 %" }, ["50 % rule"]],
      [{ search: "5_ %" }, []],
      [{ executionId: "exe_7" }, ["50 % rule"]],
      [{ personaId: "per_none" }, []],
    ] as const)
      expect(await titles(filter), JSON.stringify(filter)).toEqual(found);
    expect(await deleteMemory(systemActor, made.id)).toEqual({ deleted: true });
    await expect(getMemory(systemActor, made.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(updateMemory(systemActor, { id: made.id, importance: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(deleteMemory(systemActor, made.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(createMemory(systemActor, { ...input, personaId: "per_none" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("needs the scope", async () => {
    const actor = webhookActor("gitlab");
    const id = await keep("a");
    for (const call of [
      () => listMemories(actor, memoryList.parse({})),
      () => getMemory(actor, id),
      () => createMemory(actor, memoryCreate.parse({ personaId, title: "t", content: "c" })),
      () => updateMemory(actor, { id, importance: 1 }),
      () => deleteMemory(actor, id),
    ])
      await expect(call()).rejects.toMatchObject({ code: "forbidden" });
  });

  test("keeps what a deleted persona knew", async () => {
    const gone = await insertPersona();
    const id = await keep("left", { personaId: gone });
    await db.persona.delete({ where: { id: gone } });
    expect(await getMemory(systemActor, id)).toMatchObject({ title: "left", personaName: null });
  });
});

describe.each(["REST", "tRPC"])("tags over %s", (name) => {
  const create = async (tags: unknown) => {
    const given = { personaId, title: "t", content: "c", tags };
    if (name === "REST") return (await callRest("POST", "/api/memories", given)).json;
    const caller = createCaller({ actor: personActor("ada", "Ada"), requestId: "req", reply: {} });
    return caller.memories.create(given as never);
  };

  test.each([
    ["a list", ["a", "b"], '["a","b"]'],
    ["its JSON text", '["a", "b", "a"]', '["a","b"]'],
    ["an empty list", [], null],
    ["an empty list's text", "[]", null],
    ["null", null, null],
    ["nothing", undefined, null],
  ])("%s is taken, and answered as JSON text", async (_name, tags, expected) => {
    expect(await create(tags)).toMatchObject({ tags: expected });
  });
});

describe("over REST", () => {
  const send = (method: string, path: string, json?: object) =>
    handleRest(
      new Request(`http://hub.test${path}`, {
        method,
        headers: { Authorization: `Bearer ${process.env.TEAM_API_KEY}`, "content-type": "application/json" },
        ...(json ? { body: JSON.stringify(json) } : {}),
      }),
    );

  test("the contract's bounds hold, each named", async () => {
    const good = { personaId, title: "t", content: "c" };
    for (const [change, path] of [
      [{ importance: 0 }, "importance"],
      [{ importance: 11 }, "importance"],
      [{ importance: 5.5 }, "importance"],
      [{ category: "gossip" }, "category"],
      [{ title: " " }, "title"],
      [{ title: "x".repeat(201) }, "title"],
      [{ content: "x".repeat(10_001) }, "content"],
      [{ tags: ["x".repeat(51)] }, "tags.0"],
      [{ tags: Array.from({ length: 21 }, String) }, "tags"],
      [{ tags: JSON.stringify(["x".repeat(51)]) }, "tags.0"],
      [{ tags: "release" }, "tags"],
      [{ tags: '{"a":1}' }, "tags"],
      [{ tags: ["a", 1] }, "tags"],
    ] as const) {
      const reply = await send("POST", "/api/memories", { ...good, ...change });
      const { issues } = (await reply.json()) as { issues: { path: string }[] };
      expect([reply.status, issues[0]?.path], JSON.stringify(change).slice(0, 60)).toEqual([400, path]);
    }
    const made = await send("POST", "/api/memories", good);
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    expect((await send("PUT", `/api/memories/${id}`, { importance: 8 })).status).toBe(200);
    const listed = await send("GET", "/api/memories?minImportance=8&sort=importance");
    expect([listed.headers.get("x-total-count"), await listed.json()]).toMatchObject([
      "1",
      [{ id, importance: 8 }],
    ]);
    expect((await send("DELETE", `/api/memories/${id}`)).status).toBe(200);
    expect((await send("GET", `/api/memories/${id}`)).status).toBe(404);
  });
});
