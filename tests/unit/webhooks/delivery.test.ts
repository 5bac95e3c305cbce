import { describe, expect, test } from "vitest";
import { sha256 } from "@/server/crypto";
import { keepHeaders, readArrival, readKey } from "@/server/webhooks/delivery";
import { providers } from "@/server/webhooks/providers";
import type { ProviderName } from "@/server/webhooks/schema";

function keyOf(name: ProviderName, headers: Record<string, string>, text = "{}", personaId?: string) {
  const body = new TextEncoder().encode(text);
  const given = {
    headers: new Headers(headers),
    body,
    bodySha256: sha256(body),
    personaId: personaId ?? null,
  };
  return readKey(providers[name], readArrival(providers[name], given)).dedupeKey;
}

describe("the key of a delivery", () => {
  test.each<[string, ProviderName, Record<string, string>, string, string | null]>([
    [
      "GitLab's own retry key first",
      "gitlab",
      { "idempotency-key": "k1", "webhook-id": "w1", "x-gitlab-event-uuid": "u1" },
      "{}",
      "gitlab:k1",
    ],
    ["then webhook-id", "gitlab", { "webhook-id": "w1", "x-gitlab-event-uuid": "u1" }, "{}", "gitlab:w1"],
    [
      "of a signed delivery the id that is signed",
      "gitlab",
      { "idempotency-key": "k2", "webhook-id": "w1", "webhook-signature": "v1,a" },
      "{}",
      "gitlab:w1",
    ],
    ["none", "gitlab", {}, "{}", null],
    ["blank ones count as none", "gitlab", { "idempotency-key": "  ", "webhook-id": "" }, "{}", null],
    ["GitHub's delivery", "github", { "x-github-delivery": "g-1" }, "{}", "github:g-1"],
    ["Slack's event_id", "slack", {}, '{"event_id":"Ev1"}', "slack:Ev1"],
    ["a handshake of Slack's has none", "slack", {}, '{"type":"url_verification"}', null],
    ["Stripe's event", "stripe", {}, '{"id":"evt_1"}', "stripe:evt_1"],
    ["an id that is no text", "stripe", {}, '{"id":1}', null],
    ["a body that is no object", "stripe", {}, "[1]", null],
    ["Standard Webhooks", "standard", { "webhook-id": "msg_1" }, "{}", "standard:msg_1"],
  ])("%s", (_name, provider, headers, text, expected) => {
    expect(keyOf(provider, headers, text)).toBe(expected);
  });

  test("GitLab's UUID counts with the body only: one cause sends several webhooks", () => {
    const headers = { "x-gitlab-event-uuid": "u1" };
    const key = keyOf("gitlab", headers, '{"a":1}');
    expect(key).toMatch(/^gitlab:u1:[0-9a-f]{64}$/);
    expect(keyOf("gitlab", headers, '{"a":1}')).toBe(key);
    expect(keyOf("gitlab", headers, '{"a":2}')).not.toBe(key);
  });

  test.each([
    ["webhook-id first", { "idempotency-key": "k1", "webhook-id": "w1" }, "webhook:per_a:w1"],
    ["then Idempotency-Key", { "idempotency-key": "k1" }, "webhook:per_a:k1"],
    ["none", { "x-gitlab-event-uuid": "u1" }, null],
  ])("of a persona's webhook: %s", (_name, headers, expected) => {
    expect(keyOf("webhook", headers, "{}", "per_a")).toBe(expected);
  });

  test("an endless one is refused", () => {
    expect(() => keyOf("gitlab", { "idempotency-key": "k".repeat(256) })).toThrow(
      expect.objectContaining({ code: "validation_failed" }),
    );
  });
});

test("GitHub and Slack may send the JSON as a form's payload; others may not", () => {
  const text = `payload=${encodeURIComponent('{"event_id":"Ev ü","a":"b+c"}')}`;
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  expect(keyOf("slack", headers, text)).toBe("slack:Ev ü");
  expect(() => keyOf("stripe", headers, text)).toThrow(expect.objectContaining({ code: "bad_json" }));
  expect(() => keyOf("slack", headers, "other=1")).toThrow(expect.objectContaining({ code: "bad_json" }));
});

test("headers are kept by an allow-list, cut, and without a secret", () => {
  const kept = keepHeaders(
    new Headers({
      authorization: "Bearer x",
      cookie: "a=b",
      "x-gitlab-token": "t",
      "x-webhook-signature": "s",
      "webhook-signature": "v1,s",
      "x-hub-signature": "s",
      "x-hub-signature-256": "s",
      "x-slack-signature": "s",
      "stripe-signature": "t=1,v1=s",
      "x-api-key": "k",
      "user-agent": "g".repeat(600),
      "x-gitlab-event": "Push Hook",
    }),
  );
  expect(kept).toEqual({ "user-agent": "g".repeat(500), "x-gitlab-event": "Push Hook" });
});
