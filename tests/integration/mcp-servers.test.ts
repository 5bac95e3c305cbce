import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/server/db";
import { listHeldTools } from "@/server/tools/held";
import { findHeld, runHeld } from "@/tests/support/held-tools";
import { startMcpServer, type TestMcpServer } from "@/tests/support/mcp-server";
import { callRest } from "@/tests/support/rest-in-process";
import { insertPersona, openServices, type Services } from "@/tests/support/services";
import { startWebServer } from "@/tests/support/web-server";

const path = "/api/mcp-servers";
let services: Services;
let shop: TestMcpServer;
beforeAll(async () => {
  process.env.SAFE_FETCH_ALLOW = "127.0.0.1";
  services = await openServices();
  shop = await startMcpServer();
});
afterAll(async () => {
  await shop.stop();
  await services.close();
});

let count = 0;
const nextName = () => `shop${++count}`;
async function add(fields: Record<string, unknown> = {}) {
  const reply = await callRest("POST", path, { name: nextName(), url: shop.url, ...fields });
  expect(reply).toMatchObject({ status: 201 });
  return reply.json as { id: string; name: string; lastError: string | null; tools: { name: string }[] };
}
async function give(serverId: string): Promise<string> {
  const personaId = await insertPersona();
  const links = `/api/personas/${personaId}/mcp-servers`;
  expect((await callRest("POST", links, { serverId })).json).toEqual({ linked: true });
  return personaId;
}

describe("an MCP server", () => {
  test("is asked for its tools as it is added", async () => {
    const server = await add();
    expect(server).toMatchObject({
      authType: "none",
      isConnected: true,
      lastError: null,
      toolCount: 9,
      offeredCount: 9,
    });
    expect(server.tools.find(({ name }) => name === "list_orders")).toMatchObject({
      description: "Lists orders.",
      readOnlyHint: true,
      isOffered: true,
      inputSchema: { type: "object", required: ["status"] },
    });
  });

  test("is changed, filtered, listed and deleted", async () => {
    const { id, name } = await add();
    const changed = await callRest("PUT", `${path}/${id}`, { toolFilter: ["list_*", "fail"] });
    expect(changed.json).toMatchObject({ toolFilter: ["list_*", "fail"], toolCount: 9, offeredCount: 2 });
    expect((await callRest("GET", `${path}?search=${name}`)).json).toMatchObject([{ id, offeredCount: 2 }]);
    expect((await callRest("PUT", `${path}/${id}`, { toolFilter: null })).json).toMatchObject({
      offeredCount: 9,
    });
    expect((await callRest("DELETE", `${path}/${id}`)).json).toEqual({ deleted: true });
    expect((await callRest("GET", `${path}/${id}`)).status).toBe(404);
  });

  test("tells what it has learned when it is asked again", async () => {
    const { id } = await add();
    shop.addTool("count_orders");
    expect((await callRest("POST", `${path}/${id}/refresh`)).json).toMatchObject({ toolCount: 10 });
  });

  test.each([
    ["name", { name: "a b" }],
    ["name", { name: "a__b" }],
    ["name", { name: "x".repeat(33) }],
    ["url", { url: "ftp://a.test" }],
    ["url", { url: "https://user:word@a.test" }],
    ["authType", { authType: "magic" }],
    ["bearerToken", { bearerToken: "two words" }],
    ["toolFilter.0", { toolFilter: [""] }],
    ["token", { token: "x" }],
  ])("is refused for its %s: %j", async (field, fields) => {
    const { status, json } = await callRest("POST", path, { name: nextName(), url: shop.url, ...fields });
    expect(status).toBe(400);
    expect(json.issues).toMatchObject([{ path: field }]);
  });

  test("has a name of its own, in any case", async () => {
    const { name } = await add();
    const reply = await callRest("POST", path, { name: name.toUpperCase(), url: shop.url });
    expect(reply).toMatchObject({ status: 409, json: { issues: [{ path: "name" }] } });
  });

  test("in a private network is not reached, and says how it would be", async () => {
    const { lastError } = await add({ url: "http://10.1.2.3/mcp" });
    expect(lastError).toContain("SAFE_FETCH_ALLOW=10.1.2.3:80");
  });

  test("that is none is told apart", async () => {
    const web = await startWebServer((_, response) => void response.writeHead(200).end("<html>hello"));
    const { lastError } = await add({ url: web.url });
    expect(lastError).toMatch(/^The MCP server shop\d+ failed: /);
    await web.stop();
  });
});

describe("a bearer token", () => {
  test("is sent, sealed, masked, and forgotten when the URL leads elsewhere", async () => {
    const token = randomBytes(24).toString("hex");
    const guarded = await startMcpServer({ isAllowed: (bearer) => bearer === token });
    const refused = await add({ url: guarded.url });
    expect(refused.lastError).toContain("wants a sign-in");
    const wrong = await add({ url: guarded.url, authType: "bearer", bearerToken: token.slice(1) });
    expect(wrong.lastError).toContain("refused what the hub signs in with");
    const server = await add({ url: guarded.url, authType: "bearer", bearerToken: token });
    expect(server).toMatchObject({
      lastError: null,
      toolCount: 9,
      bearerToken: "[REDACTED]",
      isConnected: true,
    });
    const row = await db.mcpServer.findUniqueOrThrow({ where: { id: server.id } });
    expect(JSON.stringify(row)).not.toContain(token);
    expect(row.authSealed).toMatch(/^v1\./);
    const stolen = await startMcpServer();
    const moved = await callRest("PUT", `${path}/${server.id}`, { url: stolen.url });
    expect(moved.json).toMatchObject({ bearerToken: null, isConnected: false });
    expect(stolen.requests.every(({ authorization }) => authorization === null)).toBe(true);
    await Promise.all([guarded.stop(), stolen.stop()]);
  });

  test("that can no longer be opened breaks no list", async () => {
    const { id } = await add();
    await db.mcpServer.update({
      where: { id },
      data: { authType: "bearer", authSealed: "v1.gone.AAAA.AAAA" },
    });
    expect((await callRest("GET", `${path}/${id}`)).json.lastError).toContain("master keys");
    expect((await callRest("GET", path)).status).toBe(200);
    const token = randomBytes(24).toString("hex");
    const mended = await callRest("PUT", `${path}/${id}`, { bearerToken: token });
    expect(mended.json).toMatchObject({ lastError: null, bearerToken: "[REDACTED]" });
  });
});

describe("a persona given an MCP server", () => {
  test("holds its tools by its name, ask first unless they only read", async () => {
    const { id, name } = await add({ toolFilter: ["list_orders", "delete_order", "set_status"] });
    const tools = (await listHeldTools(await give(id))).filter(({ source }) => source === "mcp");
    expect(tools.map((tool) => [tool.name, tool.policy, tool.effectOf({})])).toEqual([
      [`mcp__${name}__delete_order`, "ask", "write"],
      [`mcp__${name}__list_orders`, "allow", "read"],
      [`mcp__${name}__set_status`, "ask", "write"],
    ]);
  });

  test("shows them among all that it holds, with policy and effect", async () => {
    const { id, name } = await add({ toolFilter: ["list_orders"] });
    const personaId = await give(id);
    const { json } = await callRest("GET", `/api/personas/${personaId}/held-tools`);
    const tools = json as unknown as { name: string }[];
    expect(tools.slice(0, 3)).toMatchObject([
      { name: "http_request", source: "builtin", policy: "allow", effect: "depends", origin: null },
      { name: "current_time", source: "builtin", effect: "read" },
      {
        name: `mcp__${name}__list_orders`,
        source: "mcp",
        origin: name,
        effect: "read",
        usualPolicy: "allow",
      },
    ]);
    expect(tools.slice(3)).toHaveLength(7);
    expect((await callRest("GET", "/api/personas/per_none/held-tools")).status).toBe(404);
  });

  test("calls them, with input that fits", async () => {
    const { id, name } = await add();
    const personaId = await give(id);
    const tool = await findHeld(personaId, `mcp__${name}__list_orders`);
    expect(tool.checkInput({})).toBe("status is missing.");
    expect(tool.checkInput({ status: "lost" })).toContain('status must be one of "open", "sent"');
    expect(await runHeld(personaId, tool.name, { status: "open" })).toEqual({
      output: "orders that are open",
      isError: false,
    });
    expect(shop.calls.at(-1)).toEqual({ tool: "list_orders", input: { status: "open" } });
  });

  test.each([
    ["fail", "no stock", true],
    ["throw", "broken inside", true],
    ["picture", "a picture:\n\n[image/png, 300 bytes]", false],
    ["deluge", "more than", true],
  ])("is told what %s answers", async (tool, words, isError) => {
    const { id, name } = await add();
    const result = await runHeld(await give(id), `mcp__${name}__${tool}`, {});
    expect(result).toEqual({ output: expect.stringContaining(words), isError });
  });

  test("keeps 10 MB of what is longer", async () => {
    const { id, name } = await add();
    const { output } = await runHeld(await give(id), `mcp__${name}__flood`, {});
    expect(output).toMatch(/only its first 10 MB were kept\.\]$/);
    expect(Buffer.byteLength(output)).toBeLessThan(10 * 1024 * 1024 + 200);
  });

  test("leaves a tool that hangs when it is cancelled", async () => {
    const { id, name } = await add();
    const personaId = await give(id);
    const cancel = new AbortController();
    const ended = expect(runHeld(personaId, `mcp__${name}__hang`, {}, cancel.signal)).rejects.toThrow(
      "enough",
    );
    setTimeout(() => cancel.abort(new Error("enough")), 500);
    await ended;
  });

  test("still holds the tools of one that is down; a call says so", async () => {
    const frail = await startMcpServer();
    const { id, name } = await add({ url: frail.url });
    const personaId = await give(id);
    await frail.stop();
    await db.mcpServer.update({ where: { id }, data: { toolsReadAt: new Date(0) } });
    const result = await runHeld(personaId, `mcp__${name}__list_orders`, { status: "open" });
    expect(result).toEqual({ output: expect.stringContaining("did not answer"), isError: true });
    await frail.restart();
    expect((await runHeld(personaId, `mcp__${name}__list_orders`, { status: "open" })).isError).toBe(false);
    await frail.stop();
  });

  test("learns beside its work what tools there are by now", async () => {
    const { id } = await add();
    const personaId = await give(id);
    const held = async () => (await listHeldTools(personaId)).map(({ name }) => name);
    shop.addTool("lately");
    expect((await held()).some((name) => name.endsWith("lately"))).toBe(false);
    // As if it had been added, and read, by another process.
    const other = await db.mcpServer.findUniqueOrThrow({ where: { id } });
    const copy = {
      ...other,
      id: `${id}x`,
      name: `${other.name}x`,
      toolsReadAt: new Date(Date.now() - 601_000),
    };
    await db.mcpServer.create({ data: copy });
    await db.personaMcpServer.create({ data: { personaId, serverId: copy.id } });
    await expect.poll(held, { timeout: 20_000 }).toContain(`mcp__${copy.name}__lately`);
  });

  test("does not reach it against its network policy", async () => {
    const { id, name } = await add();
    const personaId = await give(id);
    await db.persona.update({ where: { id: personaId }, data: { networkPolicy: '{"mode":"deny-all"}' } });
    const result = await runHeld(personaId, `mcp__${name}__set_status`, {});
    expect(result).toEqual({ output: expect.stringContaining("network"), isError: true });
  });

  test("holds none of one that is switched off, or taken away", async () => {
    const { id } = await add();
    const personaId = await give(id);
    const held = async () => (await listHeldTools(personaId)).filter(({ source }) => source === "mcp").length;
    expect(await held()).toBeGreaterThan(0);
    await callRest("PUT", `${path}/${id}`, { enabled: false });
    expect(await held()).toBe(0);
    await callRest("PUT", `${path}/${id}`, { enabled: true });
    expect(await callRest("GET", `/api/personas/${personaId}/mcp-servers`)).toMatchObject({ json: [{ id }] });
    await callRest("DELETE", `/api/personas/${personaId}/mcp-servers/${id}`);
    expect(await held()).toBe(0);
  });
});
