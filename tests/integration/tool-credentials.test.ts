import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runHeld } from "@/tests/support/held-tools";
import { callRest } from "@/tests/support/rest-in-process";
import { insertPersona, openServices, type Services } from "@/tests/support/services";
import { startWebServer, type WebServer } from "@/tests/support/web-server";

let services: Services;
let web: WebServer;
let other: WebServer;
let long = "";
const port = () => Number(new URL(web.url).port);
beforeAll(async () => {
  process.env.SAFE_FETCH_ALLOW = "127.0.0.1,localhost";
  services = await openServices();
  other = await startWebServer((_, response) => void response.writeHead(200).end("other"));
  web = await startWebServer((request, response) => {
    const [path] = request.path.split("?");
    if (path === "/away") return void response.writeHead(307, { location: `${other.url}/take` }).end();
    if (path === "/long") return void response.writeHead(200).end(long);
    if (path === "/near") return void response.writeHead(302, { location: "/echo" }).end();
    response.writeHead(200).end(`${request.path} ${request.headers.authorization} ${request.body}`);
  });
});
afterAll(async () => {
  await Promise.all([web.stop(), other.stop()]);
  await services.close();
});

let count = 0;
/** A persona with a credential of one field, `token`. */
async function hold(fields: Record<string, unknown> = {}) {
  const personaId = await insertPersona();
  const name = `shop ${++count}`;
  const token = `tok/${randomBytes(18).toString("base64url")}`;
  const made = await callRest("POST", "/api/credentials", {
    name,
    serviceType: "shop",
    data: { token },
    allowedHosts: [`127.0.0.1:${port()}`],
    ...fields,
  });
  expect(made.status).toBe(201);
  await callRest("POST", `/api/personas/${personaId}/credentials`, { credentialId: made.json.id });
  return { personaId, token, written: `\${CONNECTOR_SHOP_${count}_TOKEN}` };
}

describe("a credential in a request", () => {
  test("arrives in header, path, query and body, and comes back redacted in whatever form", async () => {
    const { personaId, token, written } = await hold();
    const { output, isError } = await runHeld(personaId, "http_request", {
      method: "POST",
      url: `${web.url}/things/${written}?key=${written}`,
      headers: { Authorization: `Bearer ${written}` },
      body: { key: written },
    });
    const seen = web.requests.at(-1);
    expect(seen).toMatchObject({
      path: `/things/${token}?key=${encodeURIComponent(token)}`,
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ key: token }),
    });
    expect(isError).toBe(false);
    expect(output.match(/\[REDACTED\]/g)).toHaveLength(4);
    expect(output).not.toContain(token.slice(4));
  });

  test.each(["", "é"])("does not come back in part where an answer is cut off within it%s", async (last) => {
    // Longer than the head of the answer, by which the whole is cut once more.
    const data = { token: `${randomBytes(400).toString("hex")}${last}` };
    const { personaId } = await hold({ data });
    // Of the value all but its last byte is kept.
    const kept = 10 * 1024 * 1024 - Buffer.byteLength(data.token) + 1;
    long = `${"y".repeat(kept)}${data.token}${"z".repeat(1_000)}`;
    const { output } = await runHeld(personaId, "http_request", { method: "GET", url: `${web.url}/long` });
    expect(output).toContain("bytes were kept");
    expect(output.endsWith("yyy")).toBe(true);
    expect(output).not.toContain(data.token.slice(0, 8));
  });

  test("goes to no host that it does not allow", async () => {
    const { personaId, written } = await hold();
    for (const url of [`${other.url}/take`, `http://localhost:${port()}/take`]) {
      const result = await runHeld(personaId, "http_request", {
        method: "GET",
        url,
        headers: { "X-Key": written },
      });
      expect(result).toEqual({ isError: true, output: expect.stringContaining("may not be sent to") });
    }
    expect(other.requests).toEqual([]);
  });

  test("follows a redirect on its host, and none to another", async () => {
    const { personaId, token, written } = await hold();
    const headers = { Authorization: `Bearer ${written}` };
    await runHeld(personaId, "http_request", { method: "GET", url: `${web.url}/near`, headers });
    expect(web.requests.at(-1)).toMatchObject({
      path: "/echo",
      headers: { authorization: `Bearer ${token}` },
    });
    const away = await runHeld(personaId, "http_request", { method: "GET", url: `${web.url}/away`, headers });
    expect(away.output).toContain("was not followed, because the request carried a credential");
    expect(other.requests).toEqual([]);
  });

  test("is nobody else's", async () => {
    const { written } = await hold();
    const result = await runHeld(await insertPersona(), "http_request", {
      method: "GET",
      url: web.url,
      headers: { "X-Key": written },
    });
    expect(result).toEqual({ isError: true, output: expect.stringContaining("There are none") });
  });

  test("stands in a tool definition's request only when it is of the type that it requires", async () => {
    const { personaId, token, written } = await hold();
    for (const [type, isFit] of [
      ["shop", true],
      ["bank", false],
      [null, false],
    ] as const) {
      const name = `by_${type}_${personaId.slice(-8)}`;
      const made = await callRest("POST", "/api/tool-definitions", { name, requiresCredentialType: type });
      await callRest("POST", `/api/personas/${personaId}/tools`, { toolId: made.json.id });
      const before = web.requests.length;
      const result = await runHeld(personaId, name, {
        request: { method: "GET", url: `${web.url}/by`, headers: { Authorization: `Basic u:${written}` } },
      });
      expect(result.isError).toBe(!isFit);
      expect(web.requests.length - before).toBe(isFit ? 1 : 0);
      if (isFit) expect(web.requests.at(-1)?.headers.authorization).toBe(`Basic ${btoa(`u:${token}`)}`);
    }
  });
});
