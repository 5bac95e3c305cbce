import { describe, expect, test } from "vitest";
import { fillRequest } from "@/server/tools/fill-request";
import type { HttpInput } from "@/server/tools/http-input";
import { planRequest } from "@/server/tools/plan-request";
import { readReach } from "@/server/tools/reach";

const anywhere = readReach({ networkPolicy: null, permissionPolicy: null }, null);
const usable = [
  { name: "CONNECTOR_SHOP_TOKEN", serviceType: "shop", allowedHosts: ["api.shop.test", "*.shop.example"] },
  { name: "CONNECTOR_SHOP_USER", serviceType: "shop", allowedHosts: ["api.shop.test"] },
  { name: "CONNECTOR_NOWHERE", serviceType: "none", allowedHosts: [] },
];
const values = new Map([
  ["CONNECTOR_SHOP_TOKEN", 'a/b?c="d&e'],
  ["CONNECTOR_SHOP_USER", "anna"],
]);
const plan = (input: Partial<HttpInput>) =>
  planRequest(
    { method: "GET", url: "https://api.shop.test/", ...input },
    {
      reach: anywhere,
      usable,
      isPlainAllowed: (url) => url.hostname === "own.shop.example",
    },
  );
const fill = (input: Partial<HttpInput>) => {
  const planned = plan(input);
  if (typeof planned === "string") throw new Error(planned);
  const filled = fillRequest(planned, values);
  if (typeof filled === "string") throw new Error(filled);
  return { ...filled, url: filled.url.href };
};
const token = `\${CONNECTOR_SHOP_TOKEN}`;

describe("a value is put in", () => {
  test.each([
    [
      "braced, in a path",
      { url: `https://api.shop.test/v1/${token}/x` },
      "https://api.shop.test/v1/a/b%3Fc%3D%22d%26e/x",
    ],
    [
      "bare, in a path",
      { url: "https://api.shop.test/$CONNECTOR_SHOP_USER/x" },
      "https://api.shop.test/anna/x",
    ],
    [
      "in a query",
      { url: `https://api.shop.test/?k=${token}&l=1` },
      "https://api.shop.test/?k=a%2Fb%3Fc%3D%22d%26e&l=1",
    ],
    [
      "at a host in upper case",
      { url: "https://API.SHOP.TEST/$CONNECTOR_SHOP_USER" },
      "https://api.shop.test/anna",
    ],
    [
      "at a host below the one that is allowed",
      { url: `https://eu.shop.example/?k=${token}` },
      "https://eu.shop.example/?k=a%2Fb%3Fc%3D%22d%26e",
    ],
    [
      "at a plain URL of one's own network",
      { url: `http://own.shop.example/?k=${token}` },
      "http://own.shop.example/?k=a%2Fb%3Fc%3D%22d%26e",
    ],
    [
      "not where it is written small",
      { url: "https://api.shop.test/$connector_shop_user" },
      "https://api.shop.test/$connector_shop_user",
    ],
    ["not in a fragment", { url: `https://api.shop.test/#${token}` }, "https://api.shop.test/"],
  ])("%s", (_where, input, url) => {
    expect(fill(input).url).toBe(url);
  });

  test("in a header, as it is", () => {
    expect(fill({ headers: { Authorization: `Bearer ${token}` } }).headers).toEqual({
      Authorization: 'Bearer a/b?c="d&e',
    });
  });

  test("in Basic credentials, which are then encoded", () => {
    const { headers } = fill({ headers: { authorization: `Basic $CONNECTOR_SHOP_USER:${token}` } });
    expect(headers.authorization).toBe(`Basic ${btoa('anna:a/b?c="d&e')}`);
    const encoded = `Basic ${btoa("x:y")}`;
    expect(fill({ headers: { authorization: encoded } }).headers.authorization).toBe(encoded);
  });

  test.each([
    [
      "JSON given as an object",
      { body: { key: token, list: ["$CONNECTOR_SHOP_USER"] } },
      '{"key":"a/b?c=\\"d&e","list":["anna"]}',
    ],
    ["JSON given as text", { body: `{"key":"${token}"}` }, '{"key":"a/b?c=\\"d&e"}'],
    [
      "a form",
      { body: `k=${token}`, headers: { "Content-Type": "application/x-www-form-urlencoded" } },
      "k=a%2Fb%3Fc%3D%22d%26e",
    ],
    ["plain text", { body: `k: ${token}` }, 'k: a/b?c="d&e'],
  ])("in a body that is %s", (_what, input, body) => {
    expect(fill({ method: "POST", ...input }).body).toBe(body);
  });

  test("and looked into no further", () => {
    const planned = plan({ url: "https://api.shop.test/?k=$CONNECTOR_SHOP_USER" });
    if (typeof planned === "string") throw new Error(planned);
    const filled = fillRequest(planned, new Map([["CONNECTOR_SHOP_USER", token]]));
    expect(filled).toMatchObject({ url: new URL(`https://api.shop.test/?k=${encodeURIComponent(token)}`) });
  });

  test("but not into a header that cannot carry it", () => {
    const planned = plan({ headers: { "X-Key": "$CONNECTOR_SHOP_USER" } });
    if (typeof planned === "string") throw new Error(planned);
    expect(fillRequest(planned, new Map([["CONNECTOR_SHOP_USER", "a\r\nX-Evil: 1"]]))).toContain("X-Key");
  });
});

test("a path cannot be climbed out of by a value", () => {
  const planned = plan({ url: "https://api.shop.test/things/$CONNECTOR_SHOP_USER/x" });
  if (typeof planned === "string") throw new Error(planned);
  const filled = fillRequest(planned, new Map([["CONNECTOR_SHOP_USER", "../../admin"]]));
  if (typeof filled === "string") throw new Error(filled);
  expect(filled.url.pathname).toMatch(/^\/things\//);
});

describe("nothing is sent", () => {
  test.each([
    [
      "a host that the credential does not allow",
      { url: `https://evil.test/?k=${token}` },
      "CONNECTOR_SHOP_TOKEN} may not be sent to evil.test",
    ],
    [
      "a credential that allows no host",
      { url: "https://api.shop.test/$CONNECTOR_NOWHERE" },
      "allows no host yet",
    ],
    ["a host that only begins like it", { url: `https://api.shop.test.evil.test/?k=${token}` }, "evil.test"],
    ["a host that only ends like it", { url: `https://evilshop.example/?k=${token}` }, "evilshop.example"],
    ["the host above a pattern", { url: `https://shop.example/?k=${token}` }, "shop.example"],
    [
      "one of two credentials that may not go there",
      { url: `https://eu.shop.example/?k=${token}`, headers: { "X-User": "$CONNECTOR_SHOP_USER" } },
      "CONNECTOR_SHOP_USER",
    ],
    ["a header to another host", { url: "https://evil.test/", headers: { "X-Key": token } }, "evil.test"],
    [
      "a body to another host",
      { method: "POST" as const, url: "https://evil.test/", body: { a: { b: token } } },
      "evil.test",
    ],
    [
      "a variable that is not there",
      { url: "https://api.shop.test/$CONNECTOR_OTHER" },
      `There are: ${token}`,
    ],
    ["a placeholder as host", { url: `https://${token}/` }, "url"],
    [
      "a placeholder in a host",
      { url: "https://$CONNECTOR_SHOP_TOKEN.evil.test/" },
      "placeholder in its host",
    ],
    [
      "a placeholder in a host, escaped",
      { url: "https://%24CONNECTOR_SHOP_TOKEN.evil.test/" },
      "placeholder in its host",
    ],
    ["a placeholder as port", { url: "https://api.shop.test:$CONNECTOR_SHOP_TOKEN/" }, "url"],
    ["a placeholder as password", { url: `https://u:${token}@evil.test/` }, "user name or password"],
    ["a host hidden behind a user", { url: "https://api.shop.test@evil.test/" }, "user name or password"],
    [
      "a host hidden behind a backslash",
      { url: `https://evil.test\\@api.shop.test/?k=${token}` },
      "evil.test",
    ],
    ["a value over plain http", { url: `http://api.shop.test/?k=${token}` }, "https only"],
    ["another scheme", { url: "file:///etc/passwd" }, "http(s)"],
    ["no URL", { url: "/v1/things" }, "http(s)"],
    ["another Host header", { headers: { Host: "evil.test" } }, "Host is set by the hub"],
    ["a header of the transport", { headers: { "Transfer-Encoding": "chunked" } }, "set by the hub"],
    ["a placeholder as the name of a header", { headers: { $CONNECTOR_SHOP_TOKEN: "1" } }, "is not a name"],
    ["a header with a line break", { headers: { "X-A": "1\r\nX-B: 2" } }, "line break"],
    ["a body with GET", { body: "x" }, "GET request has none"],
  ])("for %s", (_what, input, words) => {
    expect(plan(input)).toEqual(expect.stringContaining(words));
  });

  test("where the persona's policy forbids it", () => {
    const reach = readReach({ networkPolicy: '{"mode":"deny-all"}', permissionPolicy: null }, null);
    const input = { method: "GET", url: "https://api.shop.test/" } as const;
    expect(planRequest(input, { reach, usable, isPlainAllowed: () => true })).toContain("network");
  });
});
