import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { CredentialOutput, TestOutput } from "@/server/credentials/schema";
import { db } from "@/server/db";
import { uniqueWord } from "@/tests/factories/persona";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { callRest } from "@/tests/support/rest-in-process";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
let receiver: Receiver;
beforeAll(async () => {
  process.env.SAFE_FETCH_ALLOW = "127.0.0.1";
  services = await openServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

const token = randomBytes(20).toString("hex");
const save = async (input: object = {}): Promise<CredentialOutput> => {
  const body = {
    name: uniqueWord("cred"),
    serviceType: "other",
    data: { token },
    allowedHosts: ["127.0.0.1"],
    ...input,
  };
  return (await callRest("POST", "/api/credentials", body)).json as CredentialOutput;
};
const tryIt = (id: string, body: object = { url: receiver.url }) =>
  callRest("POST", `/api/credentials/${id}/test`, body);
const read = async (id: string) => (await callRest("GET", `/api/credentials/${id}`)).json as CredentialOutput;

test.each([
  ["other", { token }, "authorization", `Bearer ${token}`],
  ["gitlab", { token }, "private-token", token],
  ["jira", { email: "a@b.test", api_token: token }, "authorization", `Basic ${btoa(`a@b.test:${token}`)}`],
])(
  "a credential for %s is put where it belongs, and the answer kept",
  async (serviceType, data, header, value) => {
    const { id } = await save({ serviceType, data });
    expect(await tryIt(id)).toMatchObject({
      status: 200,
      json: { ok: true, status: 204, url: receiver.url },
    });
    expect(receiver.requests.map(({ headers }) => headers[header])).toEqual([value]);
    expect(await read(id)).toMatchObject({ lastTestedAt: expect.any(String), lastTestError: null });
  },
);

test("a refusal is kept in words, and a change of the value forgets it", async () => {
  const { id } = await save();
  receiver.answerWith({ status: 401, body: `bad token ${token}` });
  const { json, text } = await tryIt(id);
  expect(json).toMatchObject({ ok: false, status: 401, message: expect.stringContaining("expired") });
  expect(text).not.toContain(token);
  expect((await read(id)).lastTestError).toBe((json as TestOutput).message);
  await callRest("PUT", `/api/credentials/${id}`, { data: { token: "another-token" } });
  expect(await read(id)).toMatchObject({ lastTestedAt: null, lastTestError: null });
});

test("redirects are not followed, and nobody who answers is an answer too", async () => {
  const { id } = await save();
  receiver.answerWith({ status: 302, headers: { location: "https://evil.test/" } });
  expect((await tryIt(id)).json).toMatchObject({ ok: false, status: 302 });
  receiver.answerWith("break off");
  expect((await tryIt(id)).json).toMatchObject({ ok: false, status: null });
});

test.each([
  ["a host that is not on its list", { allowedHosts: ["api.example.com"] }, undefined],
  ["no host at all", { allowedHosts: [] }, {}],
  ["plain http to a host nobody named", { allowedHosts: ["*.test"] }, { url: "http://a.test/" }],
  ["a URL with a password", {}, { url: "https://u:p@127.0.0.1/" }],
])("is sent nowhere with %s", async (_what, input, body) => {
  const { id } = await save(input);
  expect(await tryIt(id, body)).toMatchObject({ status: 400, json: { issues: [{ path: "url" }] } });
  expect(receiver.requests).toEqual([]);
});

test("a damaged one says what to do", async () => {
  const { id } = await save();
  await db.credential.update({ where: { id }, data: { sealed: "v1.lost.AA.BB" } });
  expect(await tryIt(id)).toMatchObject({
    status: 409,
    json: { error: expect.stringContaining("MASTER_KEYS") },
  });
});
