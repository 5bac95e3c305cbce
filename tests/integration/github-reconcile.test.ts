import { createHmac, randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { personActor } from "@/server/actor";
import { db } from "@/server/db";
import type { EventOutput } from "@/server/events/schema";
import { receiveWebhook } from "@/server/webhooks/door";
import { createGithubHook, updateGithubHook } from "@/server/webhooks/github-hooks";
import { checkHook, reconcileGithub } from "@/server/webhooks/reconcile";
import { openTestDatabase, type TestDatabase } from "@/tests/support/database";
import { type GithubApi, startGithubApi } from "@/tests/support/github-api";
import { countRows } from "@/tests/support/query";
import { makeEnvironment } from "@/tests/support/test-environment";

const person = personActor("owner", "Owner");
const secret = randomBytes(24).toString("hex");
const hourMs = 60 * 60_000;
let hub: { databaseUrl: string };
let database: TestDatabase;
let api: GithubApi;

beforeAll(async () => {
  database = await openTestDatabase();
  api = await startGithubApi();
  hub = { databaseUrl: database.url };
  Object.assign(process.env, makeEnvironment(), {
    DATABASE_URL: database.url,
    GITHUB_TOKEN: api.token,
    GITHUB_API_URL: api.url,
    GITHUB_WEBHOOK_SECRET: secret,
  });
});
afterEach(() => db.githubHook.deleteMany());
afterAll(async () => {
  await db.$disconnect();
  await api.stop();
  await database?.close();
});

let hookCount = 100;
/** A webhook of its own at GitHub, and its row here. */
async function addHook(owner = "acme/atlas") {
  const hookId = String(hookCount++);
  const { id } = await createGithubHook(person, { owner, hookId });
  return { id, path: `${owner.includes("/") ? "repos" : "orgs"}/${owner}/hooks/${hookId}` };
}
const readHook = (id: string) => db.githubHook.findUniqueOrThrow({ where: { id } });
const ago = (ms: number) => new Date(Date.now() - ms);
const payload = (ref: string) => ({ ref, repository: { full_name: "acme/atlas" }, text: "zażółć\r\n" });

/** What GitHub sends to the door itself. */
function deliver(guid: string, body: object, event = "push"): Promise<Response> {
  const text = JSON.stringify(body, null, 1);
  const headers = {
    "Content-Type": "application/json",
    "X-GitHub-Delivery": guid,
    "X-GitHub-Event": event,
    "X-Hub-Signature-256": `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`,
  };
  const request = new Request("http://hub.test/api/hooks/github", { method: "POST", body: text, headers });
  return receiveWebhook(request, "github", () => undefined);
}

test("what was missed is fetched and recorded; what arrived is left; the late original is a repeat", async () => {
  const { id, path } = await addHook();
  const arrived = api.keep(path, { payload: payload("a"), statusCode: 201, deliveredAt: ago(3_000) });
  expect((await deliver(arrived.guid, payload("a"))).status).toBe(201);
  const missed = api.keep(path, { payload: payload("b"), deliveredAt: ago(2_000) });
  api.keep(path, { ...missed, id: missed.id + 1, redelivery: true, deliveredAt: ago(1_000) });

  expect(await checkHook(id)).toEqual({ id, fetched: 1, errorMessage: null });
  const row = await db.delivery.findUniqueOrThrow({ where: { dedupeKey: `github:${missed.guid}` } });
  expect(row).toMatchObject({
    provider: "github",
    status: "accepted",
    reason: "fetched",
    externalId: missed.guid,
  });
  const event = await db.event.findUniqueOrThrow({ where: { id: row.eventId ?? "" } });
  expect(event).toMatchObject({ eventType: "github_push", sourceId: "acme/atlas" });
  expect(JSON.parse(event.payload ?? "")).toEqual(payload("b"));

  const late = await deliver(missed.guid, payload("b"));
  expect(late.headers.get("x-idempotency-replay")).toBe("1");
  expect(late.headers.get("x-delivery-conflict")).toBeNull();
  expect(((await late.json()) as EventOutput).id).toBe(event.id);
  expect(await checkHook(id)).toMatchObject({ fetched: 0 });
  expect(await readHook(id)).toMatchObject({ errorMessage: null, lastCheckedAt: expect.any(Date) });
});

test("goes through the pages back to the last check and a little behind it, no further than three days", async () => {
  const { id, path } = await addHook();
  const old = api.keep(path, { payload: payload("old"), deliveredAt: ago(4 * 24 * hourMs) });
  for (let count = 0; count < 230; count++)
    api.keep(path, { payload: payload(`r${count}`), deliveredAt: ago(hourMs + count) });
  const before = api.requests.length;
  expect(await checkHook(id)).toMatchObject({ fetched: 230, errorMessage: null });
  const lists = api.requests.slice(before).filter((url) => url.includes("per_page"));
  expect(lists).toHaveLength(3);
  expect(lists.filter((url) => url.includes("cursor="))).toHaveLength(2);
  expect(await countRows(hub, "delivery", "external_id = $1", [old.guid])).toBe(0);

  const near = api.keep(path, { payload: payload("near"), deliveredAt: ago(5 * 60_000) });
  const far = api.keep(path, { payload: payload("far"), deliveredAt: ago(30 * 60_000) });
  expect(await checkHook(id)).toMatchObject({ fetched: 1 });
  expect(await countRows(hub, "delivery", "external_id = $1", [near.guid])).toBe(1);
  expect(await countRows(hub, "delivery", "external_id = $1", [far.guid])).toBe(0);
});

test("an organization's webhook, and a ping, which makes no event", async () => {
  const { id, path } = await addHook("acme");
  const ping = api.keep(path, { event: "ping", payload: { zen: "Breathe." } });
  expect(await checkHook(id)).toMatchObject({ fetched: 1 });
  const row = await db.delivery.findUniqueOrThrow({ where: { dedupeKey: `github:${ping.guid}` } });
  expect(row).toMatchObject({ status: "accepted", reason: "answered", eventId: null });
  expect(await checkHook(id)).toMatchObject({ fetched: 0 });
});

test("a rate limit is shown and kept to; nothing is passed over", async () => {
  const { id, path } = await addHook();
  const kept = [1, 2].map((second) =>
    api.keep(path, { payload: payload("x"), deliveredAt: ago(second * 1_000) }),
  );
  const reset = Math.floor(Date.now() / 1000) + 600;
  api.fault({
    status: 403,
    headers: { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": String(reset) },
    body: { message: "API rate limit exceeded" },
  });
  expect(await checkHook(id)).toMatchObject({
    fetched: 0,
    errorMessage: expect.stringContaining("API rate limit exceeded"),
  });
  expect(await readHook(id)).toMatchObject({ lastCheckedAt: null, retryAt: new Date(reset * 1000) });
  const before = api.requests.length;
  expect(await checkHook(id)).toMatchObject({ fetched: 0, errorMessage: expect.any(String) });
  expect(api.requests).toHaveLength(before);

  expect(await checkHook(id, reset * 1000 + 1)).toMatchObject({ fetched: 2, errorMessage: null });
  for (const { guid } of kept) expect(await countRows(hub, "delivery", "external_id = $1", [guid])).toBe(1);
  expect(await readHook(id)).toMatchObject({ errorMessage: null, retryAt: null });
});

test.each([
  [{ status: 429, headers: { "Retry-After": "60" } }, /may be asked again/],
  [{ status: 401, body: { message: "Bad credentials" } }, /GITHUB_TOKEN/],
  [{ status: 404, body: { message: "Not Found" } }, /Check the owner/],
  [{ status: 502, body: {} }, /502/],
  [{ status: 200, body: { odd: true } }, /another form/],
])("%j stands on the row in words, and goes once it is over", async (fault, words) => {
  const { id, path } = await addHook();
  const missed = api.keep(path, { payload: payload("x") });
  api.fault(fault);
  const checked = await checkHook(id);
  expect(checked.errorMessage).toMatch(words);
  expect(await readHook(id)).toMatchObject({ errorMessage: checked.errorMessage, lastCheckedAt: null });
  await db.githubHook.update({ where: { id }, data: { retryAt: null } });
  expect(await checkHook(id)).toEqual({ id, fetched: 1, errorMessage: null });
  expect(await countRows(hub, "delivery", "external_id = $1", [missed.guid])).toBe(1);
});

test("one delivery that cannot be had holds up no other, and is asked for again", async () => {
  const { id, path } = await addHook();
  for (const second of [3, 2, 1]) api.keep(path, { payload: payload("x"), deliveredAt: ago(second * 1_000) });
  // The list and one delivery.
  api.failAfter(2, { status: 500 });
  expect(await checkHook(id)).toMatchObject({ fetched: 2, errorMessage: expect.stringContaining("500") });
  expect(await readHook(id)).toMatchObject({ lastCheckedAt: null, lastFetched: 2 });
  expect(await checkHook(id)).toMatchObject({ fetched: 1, errorMessage: null });
});

test("GitHub in trouble is not asked for each of them", async () => {
  const { id, path } = await addHook();
  for (let second = 1; second <= 6; second++)
    api.keep(path, { payload: payload("x"), deliveredAt: ago(second * 1_000) });
  const before = api.requests.length;
  api.failAfter(1, { status: 502 });
  api.fault({ status: 502 }, { status: 502 });
  expect(await checkHook(id)).toMatchObject({ fetched: 0, errorMessage: expect.stringContaining("502") });
  expect(api.requests).toHaveLength(before + 4);
  expect(await checkHook(id)).toMatchObject({ fetched: 6, errorMessage: null });
});

test("two checks at once record nothing twice; one that is switched off is left alone", async () => {
  const { id, path } = await addHook();
  const kept = [1, 2, 3].map((second) =>
    api.keep(path, { payload: payload("x"), deliveredAt: ago(second * 1_000) }),
  );
  await Promise.all([reconcileGithub(person), reconcileGithub(person)]);
  for (const { guid } of kept) expect(await countRows(hub, "delivery", "external_id = $1", [guid])).toBe(1);
  const made = await countRows(hub, "event", "payload LIKE $1", ["%zażółć%"]);
  await updateGithubHook(person, { id, enabled: false });
  api.keep(path, { payload: payload("y") });
  expect(await reconcileGithub(person)).toEqual([]);
  expect(await countRows(hub, "event", "payload LIKE $1", ["%zażółć%"])).toBe(made);
});
