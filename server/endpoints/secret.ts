import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { Endpoint } from "@/prisma/generated/client";
import { open, seal } from "@/server/crypto";

type Sealed = Pick<Endpoint, "id" | "secretSealed" | "previousSecretSealed" | "previousExpiresAt">;
type Message = { id: string; body: string };

/** A secret in the form of Standard Webhooks: whsec_ and 24 random bytes in base64. */
export function makeSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`;
}

export function sealSecret(id: string, secret: string): string {
  return seal(secret, { table: "endpoint", id, field: "secret_sealed" });
}

/** The current secret, sealed for the place where the one before is kept. */
export function sealAsPrevious({ id, secretSealed }: Pick<Sealed, "id" | "secretSealed">): string {
  return seal(openCurrent({ id, secretSealed }), { table: "endpoint", id, field: "previous_secret_sealed" });
}

/** The headers that go with a message at `now`, signed with every secret that holds then. */
export function signMessage(endpoint: Sealed, message: Message, now: number): Record<string, string> {
  const at = new Date(now);
  const signatures = openSecrets(endpoint, now).map((secret) =>
    new Webhook(secret).sign(message.id, at, message.body),
  );
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(Math.floor(now / 1_000)),
    "webhook-signature": signatures.join(" "),
  };
}

function openSecrets(endpoint: Sealed, now: number): string[] {
  const { id, previousSecretSealed, previousExpiresAt } = endpoint;
  const current = openCurrent(endpoint);
  if (previousSecretSealed === null || (previousExpiresAt?.getTime() ?? 0) <= now) return [current];
  return [current, open(previousSecretSealed, { table: "endpoint", id, field: "previous_secret_sealed" })];
}

function openCurrent({ id, secretSealed }: Pick<Sealed, "id" | "secretSealed">): string {
  return open(secretSealed, { table: "endpoint", id, field: "secret_sealed" });
}
