import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { updateSettings } from "@/server/settings/service";
import { listHeldTools } from "@/server/tools/held";
import { setToolPolicies } from "@/server/tools/policies";
import { runHeld } from "@/tests/support/held-tools";
import { callRest } from "@/tests/support/rest-in-process";
import { insertPersona, openServices, type Services } from "@/tests/support/services";
import { startWebServer, type WebServer } from "@/tests/support/web-server";

let services: Services;
let web: WebServer;
beforeAll(async () => {
  process.env.SAFE_FETCH_ALLOW = "127.0.0.1";
  services = await openServices();
  web = await startWebServer((request, response) => {
    const [path] = request.path.split("?");
    if (path === "/hang") return;
    if (path === "/break") return void response.destroy();
    if (path === "/json")
      return void response
        .writeHead(200, { "content-type": "application/json", "x-secret-header": "no", etag: '"1"' })
        .end('{"ok":true}');
    if (path === "/missing") return void response.writeHead(404).end("nothing here");
    if (path === "/binary")
      return void response.writeHead(200, { "content-type": "image/png" }).end(Buffer.from([137, 80, 0]));
    if (path === "/nul") return void response.writeHead(200).end("a\u0000".padStart(5_000, "x"));
    if (path === "/large") return void response.writeHead(200).end("y".repeat(11 * 1024 * 1024));
    if (path === "/bomb")
      return void response
        .writeHead(200, { "content-encoding": "gzip" })
        .end(gzipSync(Buffer.alloc(40 * 1024 * 1024, "z")));
    if (path === "/moved") return void response.writeHead(302, { location: "/json" }).end();
    if (path === "/loop") return void response.writeHead(307, { location: "/loop" }).end();
    if (path === "/away") return void response.writeHead(302, { location: "http://10.0.0.1/x" }).end();
    response.writeHead(200).end(`${request.method} ${request.path} ${request.body}`);
  });
});
afterAll(async () => {
  await web.stop();
  await services.close();
});

describe("http_request", () => {
  const request = async (path: string, more: object = {}, persona?: string) =>
    runHeld(persona ?? (await insertPersona()), "http_request", {
      method: "GET",
      url: `${web.url}${path}`,
      ...more,
    });

  test("returns status, the main headers and the body", async () => {
    const { output, isError } = await request("/json");
    expect(output).toBe('HTTP 200\ncontent-type: application/json\netag: "1"\n\n{"ok":true}');
    expect(isError).toBe(false);
  });

  test("sends method, headers and JSON", async () => {
    await request("/echo", { method: "POST", headers: { "X-Own": "1" }, body: { a: [1] } });
    expect(web.requests.at(-1)).toMatchObject({
      method: "POST",
      body: '{"a":[1]}',
      headers: { "content-type": "application/json", "x-own": "1" },
    });
  });

  test.each([
    ["a status from 400", "/missing", "HTTP 404\n\nnothing here"],
    ["a connection that breaks", "/break", "did not answer"],
  ])("tells of %s as an error", async (_what, path, words) => {
    const { output, isError } = await request(path);
    expect({ output, isError }).toEqual({ output: expect.stringContaining(words), isError: true });
  });

  test("gives up on what hangs", async () => {
    const { output, isError } = await request("/hang", { timeoutMs: 1_000 });
    expect({ output, isError }).toEqual({ output: expect.stringContaining("1 s"), isError: true });
  });

  test("ends at once when the execution is cancelled", async () => {
    const cancel = new AbortController();
    const personaId = await insertPersona();
    const running = runHeld(
      personaId,
      "http_request",
      { method: "GET", url: `${web.url}/hang` },
      cancel.signal,
    );
    const ended = expect(running).rejects.toThrow("cancelled");
    setTimeout(() => cancel.abort(new Error("cancelled")), 200);
    await ended;
  });

  test.each(["/large", "/bomb"])("keeps 10 MB of %s and says so", async (path) => {
    const { output } = await request(path);
    expect(output).toContain("only its first 10,485,760 bytes were kept");
    expect(Buffer.byteLength(output)).toBeLessThanOrEqual(10.1 * 1024 * 1024);
  });

  test("says of a body that is not text that it is none", async () => {
    expect((await request("/binary")).output).toContain("[3 bytes that are not text]");
  });

  test("returns nothing that the database cannot keep", async () => {
    expect((await request("/nul")).output).not.toContain("\u0000");
  });

  test("follows redirects where it may go, and says where it stopped", async () => {
    expect((await request("/moved")).output).toContain('{"ok":true}');
    expect((await request("/loop")).output).toContain("Given up after 5 redirects");
    const away = await request("/away");
    expect(away).toMatchObject({
      isError: true,
      output: expect.stringContaining("SAFE_FETCH_ALLOW=10.0.0.1"),
    });
  });

  test("keeps to the persona's network policy and to the hub's", async () => {
    const barred = await insertPersona({ networkPolicy: '{"mode":"deny-all"}' });
    expect((await request("/json", {}, barred)).output).toContain("may not use the network");
    const policy = { mode: "allow-list", allowedHosts: [{ host: "127.0.0.1", ports: [1] }] };
    const other = await insertPersona({ networkPolicy: JSON.stringify(policy) });
    expect((await request("/json", {}, other)).output).toContain("network policy");
    const count = web.requests.length;
    await updateSettings(systemActor, { allowedHosts: ["api.example.com"] });
    expect((await request("/json")).output).toContain("Settings limit");
    await updateSettings(systemActor, { allowedHosts: null });
    expect(web.requests.length).toBe(count);
    expect((await request("/json")).isError).toBe(false);
  });

  test("is a read or a write by its method", async () => {
    const [tool] = await listHeldTools(await insertPersona());
    expect(["GET", "HEAD", "POST", "DELETE"].map((method) => tool?.effectOf({ method }))).toEqual([
      "read",
      "read",
      "write",
      "write",
    ]);
  });
});

describe("a tool definition", () => {
  async function hold(fields: Record<string, unknown>) {
    const personaId = await insertPersona();
    const name = `tool_${personaId}`;
    const made = await callRest("POST", "/api/tool-definitions", { name, ...fields });
    expect(made.status).toBe(201);
    await callRest("POST", `/api/personas/${personaId}/tools`, { toolId: made.json.id });
    const tool = (await listHeldTools(personaId)).find((each) => each.name === name);
    if (!tool) throw new Error("It is not held.");
    return { personaId, name, tool };
  }

  test("is a tool of its own that sends the request the guide asks for", async () => {
    const { personaId, name, tool } = await hold({
      description: "Finds an order.",
      implementationGuide: "GET /orders/{id}",
      effect: "read",
      inputSchema: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
    });
    expect(tool).toMatchObject({ source: "definition", policy: "allow" });
    expect(tool.description).toContain("GET /orders/{id}");
    expect(tool.effectOf({})).toBe("read");
    expect(tool.inputSchema.required).toEqual(["id", "request"]);
    expect(tool.checkInput({ request: { method: "GET", url: web.url } })).toBe("id is missing.");
    expect(tool.checkInput({ id: "1", request: { method: "GET" } })).toBe("request.url is missing.");
    const input = { id: "1", request: { method: "GET", url: `${web.url}/orders/1` } };
    expect((await runHeld(personaId, name, input)).output).toContain("GET /orders/1");
    const write = { id: "1", request: { method: "DELETE", url: `${web.url}/orders/1` } };
    const refused = { output: `${name} only reads: send GET or HEAD.`, isError: true };
    expect(await runHeld(personaId, name, write)).toEqual(refused);
  });

  test("takes on what was decided about requests where that is stricter, until it has a policy of its own", async () => {
    const { personaId, name } = await hold({});
    const policyNow = async () => (await listHeldTools(personaId)).find((each) => each.name === name)?.policy;
    const set = (policies: Record<string, "allow" | "ask" | "deny">) =>
      setToolPolicies(systemActor, { personaId, policies });
    expect(await policyNow()).toBe("allow");
    await set({ http_request: "deny" });
    expect(await policyNow()).toBe("deny");
    await set({ [name]: "allow" });
    expect(await policyNow()).toBe("allow");
  });

  test("with a script is refused by name", async () => {
    const { personaId, name, tool } = await hold({ scriptPath: "tools/x.ts" });
    expect(tool.inputSchema).toEqual({ type: "object", properties: {} });
    const result = await runHeld(personaId, name, {});
    expect(result).toEqual({
      isError: true,
      output: expect.stringContaining(`${name} is a script and runs on workers`),
    });
  });
});

describe("current_time", () => {
  test("tells it in the zone that is asked for", async () => {
    const { output } = await runHeld(await insertPersona(), "current_time", { timeZone: "Asia/Kolkata" });
    const told = JSON.parse(output);
    expect(Math.abs(Date.parse(told.utc) - Date.now())).toBeLessThan(10_000);
    expect(told).toMatchObject({ timeZone: "Asia/Kolkata", local: expect.stringContaining("GMT+5:30") });
  });

  test("names a zone that there is not", async () => {
    const result = await runHeld(await insertPersona(), "current_time", { timeZone: "Mars/Olympus" });
    expect(result).toMatchObject({ isError: true, output: expect.stringContaining("Mars/Olympus") });
  });
});
