import { expect, test } from "vitest";
import { send } from "@/tests/support/api";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();

test.each([
  ["GET", "/api/gitlab/webhook", "POST"],
  ["PUT", "/api/webhooks/anybody", "POST"],
  ["GET", "/api/hooks/github", "POST"],
  ["DELETE", "/api/hooks/persona/anybody", "POST"],
  ["POST", "/api/live", "GET"],
  ["POST", "/api/executions/exe_none/stream", "GET"],
  ["POST", "/api/mcp-servers/oauth/callback", "GET"],
  ["DELETE", "/health", "GET"],
  ["POST", "/healthz", "GET"],
  ["POST", "/metrics", "GET"],
])("%s %s is a method not taken, in the hub's own words", async (method, path, allowed) => {
  const reply = await send(hub, method, path);
  expect(reply).toMatchObject({
    status: 405,
    json: { code: "method_not_allowed", requestId: expect.stringMatching(/^req_/) },
  });
  expect(reply.headers.get("allow")).toBe(allowed);
});

test("HEAD of a REST route answers as GET does, without the body", async () => {
  const reply = await send(hub, "HEAD", "/api/personas");
  expect(reply.status).toBe(200);
  expect(reply.headers.get("x-total-count")).toMatch(/^\d+$/);
  expect(reply.text).toBe("");
});

test.each([
  ["a cookie that cannot be decoded", { Cookie: "next-auth.session-token=%E0%A4%A" }],
  ["an origin that is none", { Cookie: "next-auth.session-token=x", Origin: "null" }],
])("%s is nobody's, not a fault of ours", async (_name, headers) => {
  const reply = await send(hub, "POST", "/api/personas", { json: { name: "x" }, headers, key: null });
  expect(reply).toMatchObject({ status: 401, json: { code: "unauthorized" } });
});

test("invalid UTF-8 inside a string is refused, not replaced", async () => {
  const body = new Uint8Array([
    ...new TextEncoder().encode('{"name":"a'),
    0xff,
    ...new TextEncoder().encode('"}'),
  ]);
  const reply = await send(hub, "POST", "/api/personas", {
    body,
    headers: { "Content-Type": "application/json" },
  });
  expect(reply).toMatchObject({ status: 400, json: { code: "bad_json" } });
});
