import { createHmac, randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";

/** What goes into a signature. `at` is epoch ms; senders that sign no time leave it out. */
export type Signing = { secret: string; body: Uint8Array; at: number; id: string };
export type Scheme = {
  name: "webhook" | "gitlab" | "github" | "slack" | "stripe" | "standard";
  /** The header that carries the signature. */
  header: string;
  /** True when the signature covers a time. */
  isTimed: boolean;
  makeSecret: () => string;
  /** The headers with which a sender sends a signed body, its id among them where it has a header. */
  sign: (signing: Signing) => Record<string, string>;
};

/** Every sender as it signs, written down from its public description and not from the code under test. */
export const schemes: Scheme[] = [
  {
    name: "webhook",
    header: "x-webhook-signature",
    isTimed: false,
    makeSecret: hex,
    sign: ({ secret, body, id }) => ({ "webhook-id": id, "x-webhook-signature": mac(secret, body) }),
  },
  {
    name: "github",
    header: "x-hub-signature-256",
    isTimed: false,
    makeSecret: hex,
    sign: ({ secret, body, id }) => ({
      "x-github-delivery": id,
      "x-github-event": "push",
      "x-hub-signature-256": `sha256=${mac(secret, body)}`,
    }),
  },
  {
    name: "slack",
    header: "x-slack-signature",
    isTimed: true,
    makeSecret: hex,
    sign: ({ secret, body, at }) => ({
      "x-slack-request-timestamp": seconds(at),
      "x-slack-signature": `v0=${mac(secret, Buffer.concat([Buffer.from(`v0:${seconds(at)}:`), body]))}`,
    }),
  },
  {
    name: "stripe",
    header: "stripe-signature",
    isTimed: true,
    makeSecret: () => `whsec_${hex()}`,
    sign: ({ secret, body, at }) => ({
      "stripe-signature": `t=${seconds(at)},v1=${mac(secret, Buffer.concat([Buffer.from(`${seconds(at)}.`), body]))}`,
    }),
  },
  {
    name: "standard",
    header: "webhook-signature",
    isTimed: true,
    makeSecret: () => `whsec_${randomBytes(24).toString("base64")}`,
    sign: signStandard,
  },
  {
    name: "gitlab",
    header: "webhook-signature",
    isTimed: true,
    makeSecret: () => `whsec_${randomBytes(24).toString("base64")}`,
    sign: signStandard,
  },
];

/** By the reference library of Standard Webhooks. */
function signStandard({ secret, body, at, id }: Signing): Record<string, string> {
  const time = new Date(Number(seconds(at)) * 1000);
  return {
    "webhook-id": id,
    "webhook-timestamp": seconds(at),
    "webhook-signature": new Webhook(secret).sign(id, time, Buffer.from(body).toString("utf8")),
  };
}

function mac(secret: string, data: Uint8Array): string {
  return createHmac("sha256", secret).update(data).digest("hex");
}

function seconds(at: number): string {
  return String(Math.floor(at / 1000));
}

function hex(): string {
  return randomBytes(24).toString("hex");
}
