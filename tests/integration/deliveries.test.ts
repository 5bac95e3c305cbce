import { beforeAll, describe, expect, test } from "vitest";
import type { EventOutput } from "@/server/events/schema";
import type { DeliveryOutput, DeliverySummary } from "@/server/webhooks/schema";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { ask, type Reply, send } from "@/tests/support/api";
import { type Door, openDoor } from "@/tests/support/doors";
import { countRows, query } from "@/tests/support/query";
import { awaitExecutionsOf } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";
import { makePush, sendGitlab } from "@/tests/support/webhook";

const hub = sharedHub();
const list = (filter: string) => ask<DeliverySummary[]>(hub, "GET", `/api/deliveries?${filter}`);
const read = (id: string) => ask<DeliveryOutput>(hub, "GET", `/api/deliveries/${id}`);
const eventOf = (reply: Reply) => reply.json as EventOutput;
const findBy = async (search: string) => {
  const [row] = await list(`search=${encodeURIComponent(search)}`);
  if (!row) throw new Error(`No delivery is found by ${search}.`);
  return row;
};

describe("the delivery log", () => {
  test("an accepted delivery stands with its event, whose payload is its body", async () => {
    const path = uniqueWord("team");
    const key = uniqueWord("delivery");
    const body = makePush(path);
    const reply = await sendGitlab(hub, body, { "Idempotency-Key": key, "X-Gitlab-Event": "Push Hook" });
    const row = await findBy(key);
    expect(row).toMatchObject({
      provider: "gitlab",
      status: "accepted",
      reason: null,
      externalId: key,
      eventId: eventOf(reply).id,
      eventType: "gitlab_push",
      bodyBytes: body.length,
      repeatCount: 0,
    });
    expect(await read(row.id)).toMatchObject({
      headers: { "x-gitlab-event": "Push Hook", "idempotency-key": key },
      body,
      isBodyWhole: true,
      conflictIds: [],
    });
  });

  test("a repeat is counted on the first, and makes no row", async () => {
    const key = uniqueWord("delivery");
    const body = makePush(uniqueWord("team"));
    for (let count = 0; count < 4; count++) await sendGitlab(hub, body, { "Idempotency-Key": key });
    expect(await findBy(key)).toMatchObject({
      repeatCount: 3,
      lastRepeatAt: expect.any(String),
      reason: null,
    });
    expect(await countRows(hub, "delivery", "external_id = $1", [key])).toBe(1);
  });

  test("another body under a known id is kept, flags the first, and is answered as the first was", async () => {
    const key = uniqueWord("delivery");
    const path = uniqueWord("team");
    const headers = { "Idempotency-Key": key };
    const first = await sendGitlab(hub, makePush(path), headers);
    const other = makePush(path, { ref: "refs/heads/other" });
    const replies = await Promise.all(Array.from({ length: 5 }, () => sendGitlab(hub, other, headers)));
    for (const reply of replies) {
      expect(reply).toMatchObject({ status: 201, text: first.text });
      expect(reply.headers.get("x-idempotency-replay")).toBe("1");
    }
    const conflictId = replies[0]?.headers.get("x-delivery-conflict") ?? "";
    const conflict = await read(conflictId);
    expect(conflict).toMatchObject({
      status: "conflicting",
      reason: "other_body",
      body: other,
      isBodyWhole: true,
      eventId: null,
      repeatCount: 4,
    });
    const original = await read(conflict.originalId ?? "");
    expect(original).toMatchObject({
      status: "accepted",
      reason: "contradicted",
      eventId: eventOf(first).id,
      conflictIds: [conflictId],
      repeatCount: 5,
    });
    expect(await countRows(hub, "event", "source_id = $1", [path])).toBe(1);
    expect(await countRows(hub, "delivery", "external_id = $1", [key])).toBe(2);
  });

  test("a rejected one keeps the beginning of its body, and no credential", async () => {
    const secret = uniqueWord("never-kept");
    const word = uniqueWord("needle");
    const body = `{"a":"${word}","b":"${"ü".repeat(60_000)}","c":"\u0000"}`;
    const reply = await sendGitlab(
      hub,
      body,
      { "X-Gitlab-Token": secret, "User-Agent": "GitLab/18", Cookie: secret },
      null,
    );
    expect(reply.status).toBe(401);
    const row = await findBy(word);
    expect(row).toMatchObject({
      status: "rejected",
      reason: "key_invalid",
      eventId: null,
      bodyBytes: Buffer.byteLength(body),
    });
    const whole = await read(row.id);
    expect(whole).toMatchObject({ headers: { "user-agent": "GitLab/18" }, isBodyWhole: false });
    expect(whole.body?.length).toBeLessThan(64 * 1024);
    expect(JSON.stringify(whole)).not.toContain(secret);
  });

  test.each<[string, () => Promise<Reply>, number, string]>([
    ["an unknown persona, without a key", () => toPersona("per_unknown", null), 401, "unknown_persona"],
    ["an unknown persona, with the key", () => toPersona("per_unknown", hub.teamKey), 404, "unknown_persona"],
    ["more than 25 MB", () => sendGitlab(hub, new Uint8Array(26 * 1024 * 1024)), 413, "body_too_large"],
    ["no JSON", () => sendGitlab(hub, "{"), 400, "not_json"],
    [
      "an endless id",
      () => sendGitlab(hub, "{}", { "Idempotency-Key": "k".repeat(256) }),
      400,
      "delivery_id_invalid",
    ],
  ])("%s is logged with its reason", async (_name, act, status, reason) => {
    const since = new Date().toISOString();
    expect((await act()).status).toBe(status);
    const rows = await list(`status=rejected&reason=${reason}&since=${encodeURIComponent(since)}`);
    expect(rows.length).toBeGreaterThan(0);
  });

  test("five megabytes that nobody signed are answered, and not kept", async () => {
    const word = uniqueWord("needle");
    const body = Buffer.from(word + "a".repeat(5 * 1024 * 1024));
    const reply = await send(hub, "POST", "/api/hooks/gitlab", { body, key: null });
    expect(reply).toMatchObject({ status: 401, json: { code: "unauthorized" } });
    const row = await findBy(word);
    expect(row).toMatchObject({ reason: "signature_missing", bodyBytes: body.byteLength });
    expect((await read(row.id)).bodyCharacters).toBe(64 * 1024);
  });

  test("filters, pages, and refuses what it does not know", async () => {
    const path = uniqueWord("team");
    for (const ref of ["a", "b", "c"]) await sendGitlab(hub, makePush(path, { ref }));
    const page = await send(hub, "GET", `/api/deliveries?search=${path}&limit=2&offset=1`);
    expect(page.headers.get("x-total-count")).toBe("3");
    expect(page.json).toHaveLength(2);
    expect(await list(`search=${path}&status=rejected`)).toEqual([]);
    expect(await list(`search=${path}&provider=slack`)).toEqual([]);
    expect(await list(`search=${path}&since=2999-01-01T00:00:00Z`)).toEqual([]);
    expect(await list(`search=${encodeURIComponent("100%_\\")}`)).toEqual([]);
    expect(await send(hub, "GET", "/api/deliveries?status=odd")).toMatchObject({ status: 400 });
    expect(await send(hub, "GET", "/api/deliveries/dlv_none")).toMatchObject({ status: 404 });
    expect(await send(hub, "GET", "/api/deliveries/dlv_none/body")).toMatchObject({ status: 404 });
  });

  test("a long body is read in pages", async () => {
    const key = uniqueWord("delivery");
    const body = makePush("a/b", { text: "é".repeat(300_000) });
    await sendGitlab(hub, body, { "Idempotency-Key": key });
    const { id } = await findBy(key);
    expect(await read(id)).toMatchObject({ body: null, bodyCharacters: body.length });
    type Piece = { text: string; nextOffset: number | null };
    let text = "";
    for (let offset: number | null = 0; offset !== null; ) {
      const piece: Piece = await ask<Piece>(hub, "GET", `/api/deliveries/${id}/body?offset=${offset}`);
      text += piece.text;
      offset = piece.nextOffset;
    }
    expect(text).toBe(body);
  });
});

describe("sending again", () => {
  let person: Door;
  beforeAll(async () => {
    person = await openDoor("tRPC", hub);
  });

  test("an accepted delivery replays its event, once for each key", async () => {
    const persona = await createPersona(hub);
    const key = uniqueWord("delivery");
    const first = await toPersona(persona.id, hub.teamKey, { "Idempotency-Key": key });
    await awaitExecutionsOf(hub, eventOf(first).id);
    const { id } = await findBy(key);
    const resend = () =>
      send(hub, "POST", `/api/deliveries/${id}/resend`, { json: {}, headers: { "Idempotency-Key": key } });
    const replies = [await resend(), await resend()];
    expect(replies.map(({ status }) => status)).toEqual([201, 201]);
    const [again, same] = replies.map(eventOf);
    expect(again).toMatchObject({ replayOfEventId: eventOf(first).id, targetPersonaId: persona.id });
    expect(same?.id).toBe(again?.id);
    await awaitExecutionsOf(hub, again?.id ?? "");
    const keyed = { id, key: uniqueWord("key") };
    const [one, two] = await Promise.all([
      person.call<EventOutput>("webhooks.resendDelivery", keyed),
      person.call<EventOutput>("webhooks.resendDelivery", keyed),
    ]);
    expect(one.id).toBe(two.id);
  });

  test("only a person lets in a rejected one; it is then accepted, and the sender's retry is a repeat", async () => {
    const path = uniqueWord("team");
    const key = uniqueWord("delivery");
    const body = makePush(path);
    await sendGitlab(hub, body, { "Idempotency-Key": key }, null);
    const { id } = await findBy(path);
    expect(await send(hub, "POST", `/api/deliveries/${id}/resend`)).toMatchObject({ status: 403 });
    const made = await Promise.all(
      Array.from({ length: 4 }, () =>
        person.call<EventOutput>("webhooks.resendDelivery", { id, key: "once" }),
      ),
    );
    expect(new Set(made.map((event) => event.id)).size).toBe(1);
    expect(made[0]).toMatchObject({ eventType: "gitlab_push", sourceId: path, payload: body });
    expect(await read(id)).toMatchObject({
      status: "accepted",
      reason: "let_in",
      message: expect.stringMatching(/^Let in by /),
      eventId: made[0]?.id,
      externalId: key,
      body,
    });
    const retry = await sendGitlab(hub, body, { "Idempotency-Key": key });
    expect(retry.headers.get("x-idempotency-replay")).toBe("1");
    expect(eventOf(retry).id).toBe(made[0]?.id);
    expect(await countRows(hub, "event", "source_id = $1", [path])).toBe(1);
  });

  test("one whose sender has got through since is not let in", async () => {
    const path = uniqueWord("team");
    const headers = { "Idempotency-Key": uniqueWord("delivery") };
    await sendGitlab(hub, makePush(path), headers, null);
    const { id } = await findBy(path);
    await sendGitlab(hub, makePush(path), headers);
    expect(await person.refuse("webhooks.resendDelivery", { id })).toMatchObject({
      status: 409,
      message: expect.stringMatching(/accepted in the meantime, as dlv_/),
    });
    expect(await countRows(hub, "event", "source_id = $1", [path])).toBe(1);
  });

  test("a conflicting one can be let in, beside the first", async () => {
    const path = uniqueWord("team");
    const headers = { "Idempotency-Key": uniqueWord("delivery") };
    await sendGitlab(hub, makePush(path), headers);
    const other = makePush(path, { ref: "refs/heads/other" });
    const reply = await sendGitlab(hub, other, headers);
    const id = reply.headers.get("x-delivery-conflict") ?? "";
    const event = await person.call<EventOutput>("webhooks.resendDelivery", { id });
    expect(event.payload).toBe(other);
    await sendGitlab(hub, other, headers);
    expect(await read(id)).toMatchObject({ status: "accepted", reason: "let_in", repeatCount: 1 });
    expect(await countRows(hub, "event", "source_id = $1", [path])).toBe(2);
  });

  test("one of which a part was kept, or that is no JSON, is not let in", async () => {
    const word = uniqueWord("needle");
    await sendGitlab(hub, makePush(word, { text: "x".repeat(70_000) }), {}, null);
    const { id } = await findBy(word);
    expect(await person.refuse("webhooks.resendDelivery", { id })).toMatchObject({
      status: 409,
      message: expect.stringContaining("Only a part"),
    });
    const odd = uniqueWord("odd");
    await sendGitlab(hub, `{${odd}`, {}, null);
    expect(await person.refuse("webhooks.resendDelivery", { id: (await findBy(odd)).id })).toMatchObject({
      status: 400,
      code: "bad_json",
    });
  });
});

function toPersona(id: string, key: string | null, headers: Record<string, string> = {}): Promise<Reply> {
  return send(hub, "POST", `/api/webhooks/${id}`, { json: { a: 1 }, headers, key });
}

test("a search reads so many bytes of bodies and no more", async () => {
  const persona = uniqueWord("persona");
  const insert = (id: string, megabytes: number, minutes: number) =>
    query(
      hub,
      `INSERT INTO delivery (id, provider, persona_id, status, headers, body, body_sha256, body_bytes, created_at)
       VALUES ($1, 'webhook', $2, 'rejected', '{}', 'needle', '', $3, now() - $4 * interval '1 minute')`,
      [id, persona, megabytes * 1024 * 1024, minutes],
    );
  const [newest, second, third] = [uniqueWord("dlv"), uniqueWord("dlv"), uniqueWord("dlv")];
  await insert(third, 1, 3);
  await insert(second, 40, 2);
  await insert(newest, 24, 1);
  const found = await list(`search=needle&personaId=${persona}`);
  expect(found.map(({ id }) => id)).toEqual([newest, second]);
});
