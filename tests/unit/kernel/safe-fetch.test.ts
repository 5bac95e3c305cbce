import type { LookupAddress } from "node:dns";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSafeFetch, type SafeFetchOptions } from "@/server/safe-fetch";
import { isPublicAddress } from "@/server/safe-fetch-address";
import { lookUp } from "@/server/safe-fetch-connect";

type Seen = { method: string; path: string; headers: Record<string, unknown>; body: string };
const seen: Seen[] = [];
let answer: RequestListener = (_, response) => response.end("hello");
let [server, other]: Server[] = [];
let [port, otherPort] = [0, 0];

beforeAll(async () => {
  server = createServer(record);
  other = createServer(record);
  port = await listen(server);
  otherPort = await listen(other);
});
afterAll(() => {
  for (const each of [server, other]) {
    each?.closeAllConnections();
    each?.close();
  }
});
beforeEach(() => {
  seen.length = 0;
  answer = (_, response) => response.end("hello");
});

const local = () => `http://127.0.0.1:${port}`;
const allowing = (...ports: number[]) =>
  createSafeFetch({ allowed: ports.map((each) => ({ host: "127.0.0.1", port: each })) });
/** A fetch whose names resolve to what each call in turn is given. */
const resolving = (...answers: LookupAddress[][]) => {
  const names: string[] = [];
  const fetch = createSafeFetch({
    allowed: [],
    resolve: (name, _, done) => done(null, answers[Math.min(names.push(name), answers.length) - 1] ?? []),
  });
  return { fetch, names };
};
const ip = (address: string) => ({ address, family: address.includes(":") ? 6 : 4 });

describe("what is refused", () => {
  test.each([
    ["loopback", "http://127.0.0.1:PORT/"],
    ["loopback as one number", "http://2130706433:PORT/"],
    ["loopback in octal", "http://0177.0.0.1:PORT/"],
    ["loopback in hexadecimal", "http://0x7f.1:PORT/"],
    ["the unspecified address", "http://0.0.0.0:PORT/"],
    ["loopback of IPv6", "http://[::1]:PORT/"],
    ["loopback mapped into IPv6", "http://[::ffff:127.0.0.1]:PORT/"],
    ["loopback behind NAT64", "http://[64:ff9b::7f00:1]:PORT/"],
    ["metadata of a cloud", "http://169.254.169.254/latest/meta-data/"],
    ["a name that resolves to loopback", "http://localhost:PORT/"],
  ])("%s", async (_name, template) => {
    const url = template.replace("PORT", String(port));
    await expect(allowing()(url)).rejects.toMatchObject({
      code: "unprocessable",
      message: expect.stringContaining(`SAFE_FETCH_ALLOW=${new URL(url).hostname}:`),
    });
    expect(seen).toEqual([]);
  });

  test.each([
    ["not a url", /not a URL/],
    ["file:///etc/passwd", /file:/],
    ["ftp://example.com/", /ftp:/],
    ["http://user:word@example.com/", /user name or password/],
  ])("%s", (url, message) =>
    expect(allowing()(url)).rejects.toMatchObject({
      code: "unprocessable",
      message: expect.stringMatching(message),
    }),
  );

  test("an allowed host's other ports", async () => {
    await expect(allowing(port)(`http://127.0.0.1:${otherPort}/`)).rejects.toMatchObject({
      code: "unprocessable",
    });
    expect((await allowing(port)(`${local()}/`)).text()).toBe("hello");
  });

  test("a name all of whose addresses are private, also when it was public before", async () => {
    const { fetch, names } = resolving([ip("192.0.2.1")], [ip("127.0.0.1"), ip("::1"), ip("10.0.0.1")]);
    for (const url of [`http://rebind.test:${port}/`, `http://rebind.test:${port}/`])
      await expect(fetch(url)).rejects.toMatchObject({ code: "unprocessable" });
    expect(names).toEqual(["rebind.test", "rebind.test"]);
    expect(seen).toEqual([]);
  });

  test("the private addresses of a name that has a public one too", () => {
    const found = [ip("10.0.0.1"), ip("1.1.1.1"), ip("::1"), ip("2606:4700:4700::1111")];
    const answers: unknown[] = [];
    const find = lookUp((_name, _options, done) => done(null, found), isPublicAddress);
    find("both.test", { all: true }, (_error, addresses) => answers.push(addresses));
    find("both.test", { all: false }, (_error, address) => answers.push(address));
    expect(answers).toEqual([[ip("1.1.1.1"), ip("2606:4700:4700::1111")], "1.1.1.1"]);
  });

  test.each(["http://10.0.0.1/", "http://[::1]/", "file:///etc/passwd", "http://a:b@example.com/"])(
    "a redirect to %s",
    async (location) => {
      answer = (_, response) => response.writeHead(302, { location }).end();
      await expect(allowing(port)(local())).rejects.toMatchObject({ code: "unprocessable" });
      expect(seen).toHaveLength(1);
    },
  );
});

describe("redirects", () => {
  const secret = { authorization: "Bearer x", "x-api-key": "y", cookie: "z=1", accept: "text/html" };

  test("keep headers and body at the same origin", async () => {
    redirectOnce(307, "/there");
    const { url, text } = await post({ headers: secret });
    expect([url, text()]).toEqual([`${local()}/there`, "hello"]);
    expect(seen[1]).toMatchObject({ method: "POST", body: "text", headers: secret });
  });

  test("lose every header that might be a secret at another origin", async () => {
    redirectOnce(307, `http://127.0.0.1:${otherPort}/there`);
    await post({ headers: secret });
    expect(seen[1]).toMatchObject({ method: "POST", body: "text", headers: { accept: "text/html" } });
    for (const name of ["authorization", "x-api-key", "cookie"])
      expect(seen[1]?.headers).not.toHaveProperty(name);
  });

  test.each([
    [301, "GET", ""],
    [302, "GET", ""],
    [303, "GET", ""],
    [307, "POST", "text"],
    [308, "POST", "text"],
  ])("of status %i arrive as %s", async (status, method, body) => {
    redirectOnce(status, "/there");
    await post();
    expect(seen[1]).toMatchObject({ path: "/there", method, body });
  });

  test("end after five, and are not followed at all when told so", async () => {
    answer = (_, response) => response.writeHead(302, { location: "/again" }).end();
    await expect(allowing(port)(local())).rejects.toMatchObject({
      code: "provider_failed",
      message: expect.stringContaining("more than 5 redirects"),
    });
    expect(seen).toHaveLength(6);
    const { status, headers } = await allowing(port)(local(), { maxRedirects: 0 });
    expect([status, headers.get("location"), seen.length]).toEqual([302, "/again", 7]);
  });
});

describe("answers", () => {
  test("of any status come with headers and body", async () => {
    answer = (_, response) => response.writeHead(418, { "x-own": "1" }).end("teapot");
    const reply = await allowing(port)(local());
    expect([reply.status, reply.headers.get("x-own"), reply.text(), reply.isTruncated]).toEqual([
      418,
      "1",
      "teapot",
      false,
    ]);
  });

  test("that never end are cut at the limit", async () => {
    answer = (_, response) => {
      const write = () => {
        while (response.write(Buffer.alloc(64 * 1024, "a")));
        response.once("drain", write);
      };
      write();
    };
    const { body, isTruncated } = await allowing(port)(local(), { maxBytes: 1_000 });
    expect([body.length, isTruncated]).toEqual([1_000, true]);
  });

  test("are measured after decompression, and a body of just the limit is whole", async () => {
    answer = (_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(50_000_000, "a")));
    };
    const { body, isTruncated } = await allowing(port)(local(), { maxBytes: 2_000 });
    expect([body.length, isTruncated]).toEqual([2_000, true]);
    answer = (_, response) => response.end("exact");
    expect(await allowing(port)(local(), { maxBytes: 5 })).toMatchObject({ isTruncated: false });
  });

  test.each([
    ["no answer", () => undefined],
    ["a body that stops half-way", (_, response) => response.write("half")],
    ["a redirect to one that does not answer", stallAfterRedirect],
  ] as [string, RequestListener][])("%s is given up when the time is over", async (_name, listener) => {
    answer = listener;
    await expect(allowing(port)(local(), { timeoutMs: 200 })).rejects.toMatchObject({
      code: "provider_failed",
      message: expect.stringContaining("no whole answer within 0.2 s"),
    });
  });

  test("that break off, and ports where nobody listens, say why", async () => {
    answer = (request) => request.socket.destroy();
    await expect(allowing(port)(local())).rejects.toMatchObject({ code: "provider_failed" });
    const gone = createServer();
    const freed = await listen(gone);
    await new Promise((resolve) => gone.close(resolve));
    await expect(allowing(freed)(`http://127.0.0.1:${freed}/`)).rejects.toMatchObject({
      code: "provider_failed",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("are no longer waited for when the caller gives up", async () => {
    answer = () => undefined;
    const reason = new Error("not wanted any more");
    await expect(allowing(port)(local(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

const post = (options: SafeFetchOptions = {}) =>
  allowing(port, otherPort)(local(), { method: "POST", body: "text", ...options });

function record(...[request, response]: Parameters<RequestListener>): void {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    seen.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
    answer(request, response);
  });
}

function redirectOnce(status: number, location: string): void {
  answer = (request, response) =>
    request.url === "/" ? response.writeHead(status, { location }).end() : response.end("hello");
}

function stallAfterRedirect(...[request, response]: Parameters<RequestListener>): void {
  if (request.url === "/") response.writeHead(302, { location: "/stall" }).end();
}

async function listen(each: Server): Promise<number> {
  await new Promise<void>((resolve) => each.listen(0, "127.0.0.1", resolve));
  return (each.address() as AddressInfo).port;
}
