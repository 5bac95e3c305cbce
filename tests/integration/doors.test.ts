import { describe, expect, test } from "vitest";
import { uniqueWord } from "@/tests/factories/persona";
import { type Reply, send } from "@/tests/support/api";
import { countRows } from "@/tests/support/query";
import { signIn } from "@/tests/support/session";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();
const json = { "Content-Type": "application/json" };

/** Every error has this form and nothing else: no stack, no path of a file. */
function expectError(reply: Reply, status: number, code: string): void {
  expect(reply).toMatchObject({
    status,
    json: { error: expect.any(String), code, requestId: expect.any(String) },
  });
  expect(
    Object.keys(reply.json as object)
      .filter((key) => key !== "issues")
      .toSorted(),
  ).toEqual(["code", "error", "requestId"]);
  expect(reply.headers.get("content-type")).toContain("application/json");
  expect(reply.headers.get("x-request-id")).toBe((reply.json as { requestId: string }).requestId);
  expect(reply.text).not.toMatch(/\bat .+:\d+:\d+|node_modules|\/server\/|prisma/i);
}

describe("the REST door under bad input", () => {
  test.each<[string, string, string, Parameters<typeof send>[3], number, string]>([
    ["bad JSON", "POST", "/api/personas", { body: "{oops", headers: json }, 400, "bad_json"],
    ["JSON that is no object", "POST", "/api/personas", { json: [1] }, 400, "validation_failed"],
    ["JSON null", "POST", "/api/personas", { body: "null", headers: json }, 400, "validation_failed"],
    [
      "no UTF-8",
      "POST",
      "/api/personas",
      { body: new Uint8Array([0x7b, 0xff, 0x7d]), headers: json },
      400,
      "bad_json",
    ],
    [
      "no content type",
      "POST",
      "/api/personas",
      { body: new TextEncoder().encode('{"name":"A"}') },
      415,
      "unsupported_media_type",
    ],
    [
      "a form",
      "POST",
      "/api/personas",
      { body: "name=A", headers: { "Content-Type": "application/x-www-form-urlencoded" } },
      415,
      "unsupported_media_type",
    ],
    [
      "more than 1 MB",
      "POST",
      "/api/personas",
      { json: { name: "A", designContext: "x".repeat(1024 * 1024) } },
      413,
      "too_large",
    ],
    ["an unknown query key", "GET", "/api/personas?colour=red", {}, 400, "validation_failed"],
    ["an unknown route", "GET", "/api/nothing", {}, 404, "not_found"],
    ["an unknown id", "GET", "/api/personas/per_unknown", {}, 404, "not_found"],
    ["an id no database takes", "GET", "/api/personas/a%00b", {}, 400, "validation_failed"],
    ["no key", "GET", "/api/personas", { key: null }, 401, "unauthorized"],
    ["a wrong key", "GET", "/api/personas", { key: uniqueWord("dac") }, 401, "unauthorized"],
    [
      "a key in another scheme",
      "GET",
      "/api/personas",
      { key: null, headers: { Authorization: "Basic abc" } },
      401,
      "unauthorized",
    ],
    [
      "a cookie of nobody's",
      "GET",
      "/api/personas",
      { key: null, headers: { Cookie: "next-auth.session-token=abc" } },
      401,
      "unauthorized",
    ],
    [
      "a scope that is missing",
      "PUT",
      "/api/settings",
      { json: { workspaceName: "Mine" } },
      403,
      "forbidden",
    ],
  ])("%s", async (_name, method, path, sending, status, code) => {
    expectError(await send(hub, method, path, sending), status, code);
  });

  test("a wrong method names the right ones", async () => {
    for (const [method, path, allow] of [
      ["PATCH", "/api/personas", "GET, POST"],
      ["PUT", "/api/personas/per_1", "GET, DELETE"],
      ["DELETE", "/api/execute", "POST"],
    ] as const) {
      const reply = await send(hub, method, path, { json: {} });
      expectError(reply, 405, "method_not_allowed");
      expect(reply.headers.get("allow")).toBe(allow);
    }
  });

  test("a body larger than it says is cut off at 1 MB all the same", async () => {
    const chunk = new TextEncoder().encode(`"${"x".repeat(64 * 1024)}",`);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        if (sent > 40) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const init = {
      method: "POST",
      headers: { ...json, Authorization: `Bearer ${hub.teamKey}` },
      body,
      duplex: "half",
    };
    const response = await fetch(`${hub.url}/api/personas`, init as RequestInit);
    expect(response.status).toBe(413);
    expect(response.headers.get("connection")).toBe("close");
  });

  test("nothing of a refused request is written", async () => {
    const name = uniqueWord("Refused");
    await send(hub, "POST", "/api/personas", { json: { name, colour: "red" } });
    await send(hub, "POST", "/api/personas", { json: { name }, key: "wrong" });
    await send(hub, "POST", "/api/personas", {
      body: JSON.stringify({ name }),
      headers: { "Content-Type": "text/plain" },
    });
    expect(await countRows(hub, "persona", "name = $1", [name])).toBe(0);
  });

  test("a given request id is kept, an odd one is not", async () => {
    const kept = await send(hub, "GET", "/api/nothing", { headers: { "X-Request-Id": "my-request-1" } });
    expect(kept.json).toMatchObject({ requestId: "my-request-1" });
    const odd = await send(hub, "GET", "/api/nothing", { headers: { "X-Request-Id": "<script>" } });
    expect(odd.json).toMatchObject({ requestId: expect.stringMatching(/^req_/) });
  });

  test("ten failures of one key are let by, then it waits; a valid key never does", async () => {
    const key = uniqueWord("dac_wrong");
    const statuses = [];
    for (let count = 0; count < 11; count++)
      statuses.push((await send(hub, "GET", "/api/personas", { key })).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    const limited = await send(hub, "GET", "/api/personas", { key });
    expectError(limited, 429, "rate_limited");
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await send(hub, "GET", "/api/personas")).status).toBe(200);
  });
});

describe("the tRPC door under bad input", () => {
  const post = (verb: string, body: string, headers: Record<string, string> = {}) =>
    send(hub, "POST", `/api/trpc/${verb}`, { body, headers: { ...json, ...headers }, key: null });

  test.each<[string, string, string, number, string]>([
    ["an unknown field", "personas.save", '{"name":"A","colour":1}', 400, "validation_failed"],
    ["bad JSON", "personas.save", "{oops", 400, "bad_json"],
    ["an unknown verb", "personas.nothing", "{}", 404, "not_found"],
    ["more than 1 MB", "personas.save", `{"name":"${"x".repeat(1024 * 1024)}"}`, 413, "too_large"],
  ])("%s", async (_name, verb, body, status, code) => {
    const reply = await post(verb, body, { Cookie: await signIn(hub) });
    expect(reply.status).toBe(status);
    expect(reply.text).toContain(`"code":"${code}"`);
    expect(reply.text).not.toMatch(/"stack"|node_modules/);
  });

  test("nobody signed in", async () => {
    const reply = await post("personas.save", '{"name":"A"}');
    expect(reply).toMatchObject({ status: 401, json: { error: { data: { code: "unauthorized" } } } });
  });

  test.each([
    ["another origin", { Origin: "https://evil.example.com" }],
    ["another site", { "Sec-Fetch-Site": "cross-site" }],
  ])("a person's cookie from %s changes nothing", async (_name, headers) => {
    const name = uniqueWord("Forged");
    const reply = await post("personas.save", JSON.stringify({ name }), {
      Cookie: await signIn(hub),
      ...headers,
    });
    expect(reply.status).toBe(403);
    expect(await countRows(hub, "persona", "name = $1", [name])).toBe(0);
  });
});
