import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DeliverySummary } from "@/server/webhooks/schema";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { ask, type Reply, send } from "@/tests/support/api";
import { query } from "@/tests/support/query";
import { awaitState } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";
import { type Scheme, schemes } from "@/tests/support/webhook-signature";

const hub = sharedHub();
const encode = (text: string) => new TextEncoder().encode(text);
/** A body of the caller's own, by whose word its row can be found. */
const makeBody = (word: string) => `{"type":"order.placed","text":"plain","word":"${word}"}`;

type Sender = Scheme & { path: string; secrets: string[]; rotate: (overlapMs: number) => Promise<void> };
type Change = { at?: number; secret?: string; headers?: Record<string, string | null>; sent?: string };

/** A sender at its real door, with the secret that the hub has for it. */
async function openSender(scheme: Scheme): Promise<Sender> {
  const secrets: string[] = [];
  if (scheme.name === "webhook") {
    const persona = await createPersona(hub);
    secrets.push(persona.webhookSecret);
    const path = `/api/webhooks/${persona.id}`;
    const rotate = async (overlapMs: number) => {
      const url = `/api/personas/${persona.id}/webhook-secret/rotate`;
      secrets.unshift((await ask<{ webhookSecret: string }>(hub, "POST", url, { overlapMs })).webhookSecret);
    };
    return { ...scheme, path, secrets, rotate };
  }
  const rotate = async (overlapMs: number) => {
    const secret = scheme.makeSecret();
    await ask(hub, "POST", `/api/receivers/${scheme.name}/secret/rotate`, { secret, overlapMs });
    secrets.unshift(secret);
  };
  await rotate(0);
  return { ...scheme, path: `/api/hooks/${scheme.name}`, secrets, rotate };
}

async function post(sender: Sender, text: string, change: Change = {}): Promise<Reply> {
  const { at = Date.now(), secret = sender.secrets[0] ?? "", sent = text } = change;
  const signed = sender.sign({ secret, body: encode(text), at, id: randomUUID() });
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  for (const [name, value] of Object.entries({ ...signed, ...change.headers }))
    if (value !== null) headers[name] = value;
  return send(hub, "POST", sender.path, { body: encode(sent), headers, key: null });
}

/** The rejected row that holds the word. */
async function readRejection(word: string): Promise<DeliverySummary | undefined> {
  const rows = await ask<DeliverySummary[]>(hub, "GET", `/api/deliveries?status=rejected&search=${word}`);
  return rows[0];
}

afterAll(() => query(hub, "DELETE FROM receiver_secret"));

describe.each(schemes)("$name", (scheme) => {
  let sender: Sender;
  const created = scheme.name === "slack" || scheme.name === "stripe" ? 200 : 201;
  beforeAll(async () => {
    sender = await openSender(scheme);
  });

  test.each([
    ["plain text", makeBody("none")],
    ["unicode", '{"text":"zażółć 😀 \\ud83d \u2028","type":"a"}'],
    ["CRLF and tabs", '{\r\n\t"text": "a\\r\\nb"\r\n}\r\n'],
    ["spaces around it", "  \n[1, 2]  "],
  ])("takes a signed body with %s, byte for byte", async (_name, text) => {
    const reply = await post(sender, text);
    expect(reply).toMatchObject({ status: created, json: { payload: text, status: "pending" } });
  });

  test.each<[string, (word: string) => Change, string]>([
    ["a wrong secret", () => ({ secret: scheme.makeSecret() }), "signature_invalid"],
    ["one bit flipped", (word) => ({ sent: makeBody(word).replace("plain", "plaio") }), "signature_invalid"],
    ["a signature left out", () => ({ headers: { [scheme.header]: null } }), "signature_missing"],
    ["a signature of nothing", () => ({ headers: { [scheme.header]: "" } }), "signature_(missing|invalid)"],
  ])("refuses %s", async (_name, change, reason) => {
    const word = uniqueWord("word");
    const reply = await post(sender, makeBody(word), change(word));
    expect(reply).toMatchObject({ status: 401, json: { code: "unauthorized" } });
    const row = await readRejection(word);
    expect(row?.reason).toMatch(new RegExp(`^${reason}$`));
    expect(row).toMatchObject({ message: (reply.json as { error: string }).error, eventId: null });
  });

  test("an empty body makes nothing, however well it is signed", async () => {
    const reply = await post(sender, "");
    expect([400, 401]).toContain(reply.status);
  });

  test("a body that is no JSON is refused once it is verified", async () => {
    const word = uniqueWord("word");
    expect(await post(sender, word)).toMatchObject({ status: 400, json: { code: "bad_json" } });
    expect(await readRejection(word)).toMatchObject({ reason: "not_json", bodyBytes: word.length });
  });

  test("while a secret is rotated both hold, and the old one ends", async () => {
    const [old = ""] = sender.secrets;
    await sender.rotate(60_000);
    expect((await post(sender, makeBody("any"))).status).toBe(created);
    expect((await post(sender, makeBody("any"), { secret: old })).status).toBe(created);
    const table = scheme.name === "webhook" ? "persona" : "receiver_secret";
    const column = scheme.name === "webhook" ? "previous_webhook_secret_expires_at" : "expires_at";
    await query(hub, `UPDATE ${table} SET ${column} = now() WHERE ${column} IS NOT NULL`);
    // Secrets are read once a second.
    await awaitState(
      () => post(sender, makeBody("any"), { secret: old }),
      ({ status }) => status === 401,
      10_000,
    );
    expect((await post(sender, makeBody("any"))).status).toBe(created);
  });

  test("two rotations with overlap leave the secrets of both", async () => {
    if (scheme.name !== "webhook") {
      await sender.rotate(60_000);
      await sender.rotate(60_000);
      for (const secret of sender.secrets.slice(0, 3))
        expect((await post(sender, makeBody("any"), { secret })).status).toBe(created);
      return;
    }
    // A persona keeps one secret beside the current one.
    await sender.rotate(60_000);
    await sender.rotate(60_000);
    const statuses = [];
    for (const secret of sender.secrets.slice(0, 3))
      statuses.push((await post(sender, makeBody("any"), { secret })).status);
    expect(statuses).toEqual([201, 201, 401]);
  });
});

describe.each(schemes.filter(({ isTimed }) => isTimed))("the time that $name signs", (scheme) => {
  let sender: Sender;
  beforeAll(async () => {
    sender = await openSender(scheme);
  });

  // While it travels a time gets older, so that the exact limits on the other side are the unit tests' to hold.
  test.each([-290, 0, 300])("%i s away is taken", async (apart) => {
    expect((await post(sender, makeBody("any"), { at: Date.now() + apart * 1000 })).status).toBeLessThan(300);
  });

  test.each([-301, 310])("%i s away is refused", async (apart) => {
    const word = uniqueWord("word");
    const reply = await post(sender, makeBody(word), { at: Date.now() + apart * 1000 });
    expect(reply).toMatchObject({ status: 401, json: { error: expect.stringContaining("300 s") } });
    expect((await readRejection(word))?.reason).toBe("timestamp_outside_window");
  });
});
