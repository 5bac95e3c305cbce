import { beforeAll, describe, expect, test } from "vitest";
import type { EventOutput } from "@/server/events/schema";
import type { PersonaOutput } from "@/server/personas/schema";
import { createPersona } from "@/tests/factories/persona";
import { ask, send } from "@/tests/support/api";
import { countRows } from "@/tests/support/query";
import { awaitExecutionsOf } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";
import { signBody } from "@/tests/support/webhook";

const hub = sharedHub();
const body = '{"hello":"wörld"}';
const json = { "Content-Type": "application/json" };

describe("a persona's webhook", () => {
  let persona: PersonaOutput;
  beforeAll(async () => {
    persona = await createPersona(hub);
  });
  const post = (
    headers: Record<string, string>,
    key: string | null,
    text: string | Uint8Array<ArrayBuffer> = body,
  ) =>
    send(hub, "POST", `/api/webhooks/${persona.id}`, { body: text, headers: { ...json, ...headers }, key });

  test("records an event that targets it, and it runs", async () => {
    const reply = await post({}, hub.teamKey);
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      eventType: "webhook_received",
      sourceType: "webhook",
      sourceId: persona.id,
      targetPersonaId: persona.id,
      payload: body,
    });
    const made = await awaitExecutionsOf(hub, (reply.json as EventOutput).id);
    expect(made).toMatchObject([{ personaId: persona.id }]);
  });

  test.each([
    ["hex", (hex: string) => hex],
    ["upper-case hex", (hex: string) => hex.toUpperCase()],
    ["hex after sha256=", (hex: string) => `sha256=${hex}`],
  ])("takes a signature in %s", async (_name, write) => {
    const signature = write(signBody(persona.webhookSecret, body));
    expect((await post({ "X-Webhook-Signature": signature }, null)).status).toBe(201);
  });

  test("a secret that was rotated away, and a removed persona, are refused from then on", async () => {
    const made = await createPersona(hub);
    const path = `/api/webhooks/${made.id}`;
    const sign = async (secret: string) => {
      const headers = { ...json, "X-Webhook-Signature": signBody(secret, body) };
      return (await send(hub, "POST", path, { body, headers, key: null })).status;
    };
    expect(await sign(made.webhookSecret)).toBe(201);
    const url = `/api/personas/${made.id}/webhook-secret/rotate`;
    const next = await ask<{ webhookSecret: string }>(hub, "POST", url, { overlapMs: 0 });
    expect(await sign(made.webhookSecret)).toBe(401);
    expect(await sign(next.webhookSecret)).toBe(201);
    await ask(hub, "DELETE", `/api/personas/${made.id}`);
    expect(await sign(next.webhookSecret)).toBe(401);
  });

  test("a signature holds over a body of 24 MB, byte for byte", async () => {
    const large = `{"text":"${"ü".repeat(12 * 1024 * 1024)}"}`;
    const bytes = new TextEncoder().encode(large);
    const reply = await post({ "X-Webhook-Signature": signBody(persona.webhookSecret, bytes) }, null, bytes);
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({ payload: null, payloadBytes: bytes.byteLength });
    const where =
      "event_id = $1 AND body_bytes = $2 AND body_sha256 = encode(sha256(convert_to((SELECT payload FROM event WHERE id = $1), 'UTF8')), 'hex')";
    expect(await countRows(hub, "delivery", where, [(reply.json as EventOutput).id, bytes.byteLength])).toBe(
      1,
    );
  });

  test("more than 25 MB is refused with 413, and nothing is written", async () => {
    const bytes = new Uint8Array(25 * 1024 * 1024 + 1).fill(0x20);
    const before = await countRows(hub, "event", "target_persona_id = $1", [persona.id]);
    const reply = await post({ "X-Webhook-Signature": signBody(persona.webhookSecret, bytes) }, null, bytes);
    expect(reply).toMatchObject({ status: 413, json: { code: "too_large" } });
    expect(await countRows(hub, "event", "target_persona_id = $1", [persona.id])).toBe(before);
  });

  test.each<[string, (right: string) => Record<string, string>, "team" | "wrong" | null]>([
    ["nothing", () => ({}), null],
    ["a wrong key", () => ({}), "wrong"],
    ["a wrong signature", (right) => ({ "X-Webhook-Signature": right.replaceAll(/[0-7]/g, "f") }), null],
    ["a wrong signature beside the right key", () => ({ "X-Webhook-Signature": "00" }), "team"],
    ["an empty signature beside the right key", () => ({ "X-Webhook-Signature": "" }), "team"],
  ])("refuses %s with 401, and nothing is written", async (_name, write, key) => {
    const before = await countRows(hub, "event", "target_persona_id = $1", [persona.id]);
    const headers = write(signBody(persona.webhookSecret, body));
    const reply = await post(headers, key === "team" ? hub.teamKey : key === null ? null : "dac_wrong");
    expect(reply).toMatchObject({ status: 401, json: { code: "unauthorized" } });
    expect(await countRows(hub, "event", "target_persona_id = $1", [persona.id])).toBe(before);
  });

  test.each<[string, object, number]>([
    ["a replaced secret goes on signing for a day beside the new one", {}, 201],
    ["a secret replaced without overlap no longer signs; the new one does", { overlapMs: 0 }, 401],
  ])("%s", async (_name, overlap, status) => {
    const own = await createPersona(hub);
    const { webhookSecret } = await ask<{ webhookSecret: string }>(
      hub,
      "POST",
      `/api/personas/${own.id}/webhook-secret/rotate`,
      overlap,
    );
    const sendSigned = (secret: string) =>
      send(hub, "POST", `/api/webhooks/${own.id}`, {
        body,
        headers: { ...json, "X-Webhook-Signature": signBody(secret, body) },
        key: null,
      });
    expect((await sendSigned(own.webhookSecret)).status).toBe(status);
    expect((await sendSigned(webhookSecret)).status).toBe(201);
  });

  test.each([
    ["404 with the key", "TEAM", 404],
    ["401 without one, so that ids cannot be guessed", null, 401],
  ])("an unknown persona answers %s", async (_name, key, status) => {
    const reply = await send(hub, "POST", "/api/webhooks/per_unknown", {
      body,
      headers: json,
      key: key === "TEAM" ? hub.teamKey : null,
    });
    expect(reply.status).toBe(status);
  });

  test("bad JSON is 400", async () => {
    expect(await post({}, hub.teamKey, "{oops")).toMatchObject({ status: 400, json: { code: "bad_json" } });
  });
});
