import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { webhookActor } from "@/server/actor";
import { db } from "@/server/db";
import { listDescribedTools, listHeldTools } from "@/server/tools/held";
import { listDefinitions } from "@/server/tools/service";
import { callRest } from "@/tests/support/rest-in-process";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

const path = "/api/tool-definitions";
const save = (fields: Record<string, unknown>) => callRest("POST", path, fields);

describe("a tool definition", () => {
  test("is made, merged into, read, listed and deleted", async () => {
    const made = await save({ id: "tol_one", name: "create issue", description: "Creates an issue." });
    expect(made).toMatchObject({
      status: 201,
      json: {
        id: "tol_one",
        name: "create issue",
        toolName: "create_issue",
        category: "general",
        scriptPath: "",
        effect: "write",
        isBuiltin: false,
        inputSchema: null,
      },
    });
    const merged = await save({ id: "tol_one", effect: "read", implementationGuide: "POST /issues" });
    expect(merged).toMatchObject({
      status: 200,
      json: { name: "create issue", description: "Creates an issue.", effect: "read" },
    });
    expect(await callRest("GET", `${path}/tol_one`)).toMatchObject({ status: 200, json: merged.json });
    const list = await callRest("GET", `${path}?search=ISSUE`);
    expect(list.json).toMatchObject([{ id: "tol_one" }]);
    expect(await callRest("DELETE", `${path}/tol_one`)).toMatchObject({
      status: 200,
      json: { deleted: true },
    });
    expect((await callRest("GET", `${path}/tol_one`)).status).toBe(404);
    expect((await callRest("DELETE", `${path}/tol_one`)).status).toBe(404);
  });

  test("takes its schema as JSON or as text", async () => {
    const schema = { type: "object", properties: { title: { type: "string" } } };
    for (const [name, inputSchema] of [
      ["as_json", schema],
      ["as_text", JSON.stringify(schema)],
    ] as const)
      expect((await save({ name, inputSchema })).json.inputSchema).toBe(JSON.stringify(schema));
  });

  test.each([
    ["name", {}, /needs a name/],
    ["name", { name: "x".repeat(201) }, /200/],
    ["name", { name: "http_request" }, /hub's own/],
    ["name", { name: "User Message" }, /hub's own/],
    ["name", { name: "mcp__a__b" }, /hub's own/],
    ["description", { name: "n", description: "x".repeat(2_001) }, /2,000/],
    ["description", { name: "n", description: "a\u0007b" }, /Control characters/],
    ["inputSchema", { name: "n", inputSchema: "{" }, /Not valid JSON/],
    [
      "inputSchema",
      { name: "n", inputSchema: { type: "object", properties: { a: { type: "nothing" } } } },
      /JSON Schema/,
    ],
    ["inputSchema", { name: "n", inputSchema: { type: "string" } }, /"type": "object"/],
    ["inputSchema", { name: "n", inputSchema: { type: "object", properties: { request: {} } } }, /"request"/],
    ["inputSchema", { name: "n", inputSchema: "x".repeat(101 * 1024) }, /100 KB/],
    ["outputSchema", { name: "n", outputSchema: "[]" }, /an object/],
    ["implementationGuide", { name: "n", implementationGuide: "x".repeat(51 * 1024) }, /51,200/],
    ["effect", { name: "n", effect: "none" }, /read/],
    ["colour", { name: "n", colour: "red" }, /Unknown field/],
  ])("is refused for its %s: %j", async (field, fields, words) => {
    const { status, json } = await save(fields);
    expect({ status, json }).toMatchObject({ status: 400, json: { code: "validation_failed" } });
    expect(json.issues).toContainEqual({ path: field, message: expect.stringMatching(words) });
  });

  test("may name a property request when a script takes it", async () => {
    const inputSchema = { type: "object", properties: { request: {} } };
    expect((await save({ name: "scripted_request", scriptPath: "tools/x.ts", inputSchema })).status).toBe(
      201,
    );
  });

  test("conflicts with another that models would take it for", async () => {
    await save({ name: "find order" });
    for (const name of ["find order", "find_order", "find/order"]) {
      const { status, json } = await save({ name });
      expect({ status, code: json.code }).toEqual({ status: 409, code: "conflict" });
      expect(json.error).toContain("find order");
      expect(json.issues).toMatchObject([{ path: "name" }]);
    }
  });

  test("is no business of a webhook's sender", async () => {
    const input = { limit: 1, offset: 0 };
    await expect(listDefinitions(webhookActor("x"), input)).rejects.toMatchObject({ code: "forbidden" });
    expect((await callRest("GET", path, undefined, "wrong key of somebody")).status).toBe(401);
  });
});

describe("a persona's tools", () => {
  test("are linked and unlinked", async () => {
    const personaId = await insertPersona();
    const { id: toolId } = (await save({ name: `link_${personaId}` })).json;
    const links = `/api/personas/${personaId}/tools`;
    for (let time = 0; time < 2; time++)
      expect(await callRest("POST", links, { toolId })).toMatchObject({ json: { linked: true } });
    expect((await callRest("GET", links)).json).toMatchObject([{ id: toolId, personaCount: 1 }]);
    expect((await callRest("DELETE", `${links}/${toolId}`)).json).toEqual({ deleted: true });
    expect((await callRest("DELETE", `${links}/${toolId}`)).status).toBe(404);
    expect((await callRest("POST", links, { toolId: "tol_none" })).status).toBe(404);
    expect((await callRest("POST", "/api/personas/per_none/tools", { toolId })).status).toBe(404);
    expect((await callRest("POST", links, { toolId: "not an id" })).status).toBe(400);
  });

  test("go with the definition", async () => {
    const personaId = await insertPersona();
    const { id: toolId } = (await save({ name: `gone_${personaId}` })).json;
    await callRest("POST", `/api/personas/${personaId}/tools`, { toolId });
    await callRest("DELETE", `${path}/${toolId}`);
    expect(await db.personaTool.count({ where: { personaId } })).toBe(0);
  });

  test("are described by name for its prompt, those with a script too", async () => {
    const personaId = await insertPersona();
    for (const [name, scriptPath] of [
      ["zulu", "tools/zulu.ts"],
      ["alpha", ""],
    ] as const) {
      const { id: toolId } = (await save({ name: `${name}_${personaId}`, scriptPath })).json;
      await callRest("POST", `/api/personas/${personaId}/tools`, { toolId });
    }
    expect(await listDescribedTools(personaId)).toMatchObject([
      { name: `alpha_${personaId}`, scriptPath: "" },
      { name: `zulu_${personaId}`, scriptPath: "tools/zulu.ts" },
    ]);
  });

  test("follow its policies, the usual ones but for what was decided", async () => {
    const personaId = await insertPersona();
    const policies = `/api/personas/${personaId}/tool-policies`;
    const held = async () =>
      Object.fromEntries((await listHeldTools(personaId)).map(({ name, policy }) => [name, policy]));
    expect(await held()).toEqual({ http_request: "allow", current_time: "allow" });
    await callRest("PUT", policies, { policies: { http_request: "ask", current_time: "deny" } });
    expect(await held()).toEqual({ http_request: "ask", current_time: "deny" });
    await callRest("PUT", policies, { policies: { current_time: null, another: "deny" } });
    expect((await callRest("GET", policies)).json).toEqual({
      policies: { another: "deny", http_request: "ask" },
    });
    expect(await held()).toEqual({ http_request: "ask", current_time: "allow" });
    const refused = await callRest("PUT", policies, { policies: { http_request: "sometimes" } });
    expect(refused.status).toBe(400);
    expect(refused.json.issues).toMatchObject([{ path: "policies.http_request" }]);
    expect((await callRest("PUT", policies, { policies: { "no name": "ask" } })).status).toBe(400);
    expect((await callRest("GET", "/api/personas/per_none/tool-policies")).status).toBe(404);
  });
});
