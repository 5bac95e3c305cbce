import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Refusal } from "@/server/webhooks/provider";
import { providers } from "@/server/webhooks/providers";
import { makeEnvironment } from "@/tests/support/test-environment";
import { type Scheme, schemes } from "@/tests/support/webhook-signature";

Object.assign(process.env, makeEnvironment());

const now = Date.UTC(2026, 10, 21, 4, 0, 0, 500);
const encode = (text: string) => new TextEncoder().encode(text);
const body = encode('{"text":"ünïcode \\u0000"}\r\n');

type Case = { secrets?: string[]; headers?: Record<string, string>; sent?: Uint8Array };

/** What the hub says to a delivery signed with the first secret at `at`, changed as the case says. */
async function judge(scheme: Scheme, at: number, change: Case & { secret: string }): Promise<Refusal | null> {
  const headers = { ...scheme.sign({ secret: change.secret, body, at, id: "dlv-1" }), ...change.headers };
  return providers[scheme.name].verify({
    headers: new Headers(headers),
    body: change.sent ?? body,
    bearer: null,
    secrets: change.secrets ?? [change.secret],
    now,
  });
}

describe.each(schemes)("$name", (scheme) => {
  const [secret, other] = [scheme.makeSecret(), scheme.makeSecret()];
  const signed = (at = now) => scheme.sign({ secret, body, at, id: "dlv-1" })[scheme.header] ?? "";

  test.each<[string, Case]>([
    ["the one secret", {}],
    ["the newer of two", { secrets: [secret, other] }],
    ["the older of two", { secrets: [other, secret] }],
  ])("holds with %s", async (_name, change) => {
    expect(await judge(scheme, now, { secret, ...change })).toBeNull();
  });

  test("another secret does not hold", async () => {
    expect(await judge(scheme, now, { secret, secrets: [other] })).toMatchObject({
      reason: "signature_invalid",
    });
  });

  test("no single bit of the body may be flipped", async () => {
    for (let bit = 0; bit < body.byteLength * 8; bit++) {
      const sent = Uint8Array.from(body);
      sent[bit >> 3] = (sent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await judge(scheme, now, { secret, sent }), `bit ${bit}`).toMatchObject({
        reason: "signature_invalid",
      });
    }
  });

  test("nor a character of the signature", async () => {
    const right = signed();
    const start = right.length - 20;
    for (let index = start; index < start + 10; index++) {
      const character = right.charAt(index) === "a" ? "b" : "a";
      const wrong = `${right.slice(0, index)}${character}${right.slice(index + 1)}`;
      const headers = { [scheme.header]: wrong };
      expect(await judge(scheme, now, { secret, headers }), wrong).toMatchObject({
        reason: "signature_invalid",
      });
    }
  });

  test.each(["", "sha256=", "v0=", "v1,", "t=1,v1=", "\u00e4", "sha256=zz", "v1,%%%"])(
    "a signature that is none (%s) is refused, not thrown at",
    async (wrong) => {
      const refusal = await judge(scheme, now, { secret, headers: { [scheme.header]: wrong } });
      expect(refusal?.reason).toMatch(/^(signature_(invalid|missing)|timestamp_outside_window)$/);
    },
  );

  test.each([-300, 300])("%i s are within the window", async (apart) => {
    expect(await judge(scheme, now + apart * 1000, { secret })).toBeNull();
  });
});

describe.each(schemes.filter(({ isTimed }) => isTimed))("the time that $name signs", (scheme) => {
  test.each([-301, 301, -86_400])("is refused when it is %i s away", async (apart) => {
    const refusal = await judge(scheme, now + apart * 1000, { secret: scheme.makeSecret() });
    expect(refusal).toMatchObject({
      reason: "timestamp_outside_window",
      message: expect.stringContaining("300 s"),
    });
  });
});

test("Stripe's header may carry several signatures, and schemes nobody asked for", async () => {
  const stripe = schemes.find(({ name }) => name === "stripe");
  if (!stripe) throw new Error("There is no Stripe.");
  const secret = stripe.makeSecret();
  const right = stripe.sign({ secret, body, at: now, id: "" })["stripe-signature"] ?? "";
  const [time = "", signature = ""] = right.split(",");
  const headers = { "stripe-signature": `${time}, v0=abc, v1=${"0".repeat(64)}, ${signature}` };
  expect(await judge(stripe, now, { secret, headers })).toBeNull();
  const onlyOld = { "stripe-signature": `${time},v0=${signature.slice(3)}` };
  expect(await judge(stripe, now, { secret, headers: onlyOld })).toMatchObject({
    reason: "signature_missing",
  });
});

test("a signed time counts: another one under the same signature does not hold", async () => {
  const slack = schemes.find(({ name }) => name === "slack");
  if (!slack) throw new Error("There is no Slack.");
  const secret = slack.makeSecret();
  const headers = { "x-slack-request-timestamp": String(Math.floor(now / 1000) + 1) };
  expect(await judge(slack, now, { secret, headers })).toMatchObject({ reason: "signature_invalid" });
  const odd = { "x-slack-request-timestamp": "1e9" };
  expect(await judge(slack, now, { secret, headers: odd })).toMatchObject({ reason: "signature_invalid" });
});

test("what follows whsec_ and is no base64 leaves no empty key with which anybody signs", async () => {
  const secret = "whsec_!#$%&'()*,.:;<>?@[]";
  const time = String(Math.floor(now / 1000));
  const judgeSigned = (key: string) => {
    const mac = createHmac("sha256", key).update(`dlv-1.${time}.`).update(body).digest("base64");
    const headers = { "webhook-id": "dlv-1", "webhook-timestamp": time, "webhook-signature": `v1,${mac}` };
    return providers.standard.verify({
      headers: new Headers(headers),
      body,
      bearer: null,
      secrets: [secret],
      now,
    });
  };
  expect(await judgeSigned("")).toMatchObject({ reason: "signature_invalid" });
  expect(await judgeSigned(secret)).toBeNull();
});
