import { describe, expect, test } from "vitest";
import { gitlabDedupeKey, keepHeaders, personaDedupeKey } from "@/server/webhooks/delivery";

const body = new TextEncoder().encode('{"object_kind":"push"}');

describe("gitlabDedupeKey", () => {
  test.each([
    [
      "GitLab's own retry key first",
      { "idempotency-key": "k1", "webhook-id": "w1", "x-gitlab-event-uuid": "u1" },
      "gitlab:k1",
    ],
    ["then webhook-id", { "webhook-id": "w1", "x-gitlab-event-uuid": "u1" }, "gitlab:w1"],
    ["none", {}, null],
    ["blank ones count as none", { "idempotency-key": "  ", "webhook-id": "" }, null],
  ])("%s", (_name, headers, expected) => {
    expect(gitlabDedupeKey(new Headers(headers), body)).toBe(expected);
  });

  test("the event's UUID counts with the body only: one cause sends several webhooks", () => {
    const headers = new Headers({ "x-gitlab-event-uuid": "u1" });
    const key = gitlabDedupeKey(headers, body);
    expect(key).toMatch(/^gitlab:u1:[0-9a-f]{64}$/);
    expect(gitlabDedupeKey(headers, body)).toBe(key);
    expect(gitlabDedupeKey(headers, new TextEncoder().encode("{}"))).not.toBe(key);
  });

  test("refuses an endless key", () => {
    expect(() => gitlabDedupeKey(new Headers({ "idempotency-key": "k".repeat(256) }), body)).toThrow(
      expect.objectContaining({ code: "validation_failed" }),
    );
  });
});

test.each([
  ["webhook-id first", { "idempotency-key": "k1", "webhook-id": "w1" }, "webhook:per_a:w1"],
  ["then Idempotency-Key", { "idempotency-key": "k1" }, "webhook:per_a:k1"],
  ["none", { "x-gitlab-event-uuid": "u1" }, null],
])("personaDedupeKey: %s", (_name, headers, expected) => {
  expect(personaDedupeKey("per_a", new Headers(headers))).toBe(expected);
});

test("headers are kept by an allow-list, cut, and without a secret", () => {
  const kept = keepHeaders(
    new Headers({
      authorization: "Bearer x",
      cookie: "a=b",
      "x-gitlab-token": "t",
      "x-webhook-signature": "s",
      "webhook-signature": "v1,s",
      "user-agent": "g".repeat(600),
      "x-gitlab-event": "Push Hook",
    }),
  );
  expect(kept).toEqual({ "user-agent": "g".repeat(500), "x-gitlab-event": "Push Hook" });
});
