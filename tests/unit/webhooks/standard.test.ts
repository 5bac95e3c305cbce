import { createHmac, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { verifyStandardWebhook } from "@/server/webhooks/standard";

const text = '{"object_kind":"push","text":"ünïcode"}';
const body = new TextEncoder().encode(text);
const seconds = () => Math.floor(Date.now() / 1000);

/** The signature as the specification says: base64 of HMAC-SHA256 over `id.timestamp.body`. */
function sign(key: Uint8Array, over: { id?: string; timestamp?: number; body?: string } = {}): Headers {
  const { id = "msg_1", timestamp = seconds(), body: signed = text } = over;
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${signed}`).digest("base64");
  return new Headers({
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": `v1,${signature}`,
  });
}

describe("verifyStandardWebhook", () => {
  const secret = randomBytes(24).toString("hex");
  const key = new TextEncoder().encode(secret);

  test("holds with the secret as it stands", () => {
    expect(verifyStandardWebhook(sign(key), body, secret)).toBeNull();
  });

  test("holds with a whsec_ secret, which is base64", () => {
    const bytes = randomBytes(32);
    expect(verifyStandardWebhook(sign(bytes), body, `whsec_${bytes.toString("base64")}`)).toBeNull();
  });

  test("holds when one of several signatures does", () => {
    const headers = sign(key);
    headers.set(
      "webhook-signature",
      `v1,${randomBytes(32).toString("base64")} ${headers.get("webhook-signature")}`,
    );
    expect(verifyStandardWebhook(headers, body, secret)).toBeNull();
  });

  test.each([
    ["another key", sign(randomBytes(24))],
    ["another body", sign(key, { body: "{}" })],
    ["six minutes old", sign(key, { timestamp: seconds() - 360 })],
    ["six minutes ahead", sign(key, { timestamp: seconds() + 360 })],
    ["without a signature", new Headers({ "webhook-id": "a", "webhook-timestamp": String(seconds()) })],
    ["without an id", without(sign(key), "webhook-id")],
    ["without a time", without(sign(key), "webhook-timestamp")],
    ["an id that was changed", changed(sign(key), "webhook-id", "msg_2")],
    ["of another version", changed(sign(key), "webhook-signature", "v2,abc")],
  ])("does not hold: %s", (_name, headers) => {
    expect(verifyStandardWebhook(headers, body, secret)).toMatch(/^The webhook signature does not hold: /);
  });
});

function without(headers: Headers, name: string): Headers {
  headers.delete(name);
  return headers;
}

function changed(headers: Headers, name: string, value: string): Headers {
  headers.set(name, value);
  return headers;
}
