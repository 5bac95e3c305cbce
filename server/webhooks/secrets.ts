import { createId } from "@/lib/ids";
import type { ReceiverSecret } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { open, randomHex, seal } from "@/server/crypto";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { invalidField, notFound } from "@/server/errors";
import { refuseWeakSecret } from "@/server/weak-secret";
import { secretVariables } from "@/server/webhooks/providers";
import type { ReceiverName, RotateInput } from "@/server/webhooks/schema";

const freshMs = 1_000;
type Opened = { text: string; expiresAt: number };
const kept = new Map<ReceiverName, { secrets: Opened[]; readAt: number }>();

/**
 * Every secret that a provider's deliveries may be signed with: the environment's, the current one, and those before
 * it until they expire. At most a second old, so that the hot path needs no query of its own.
 */
export async function readSecrets(provider: ReceiverName, now = Date.now()): Promise<string[]> {
  const cached = kept.get(provider);
  // One request reads anew; those beside it take what is known.
  const isFresh = cached !== undefined && Math.abs(Date.now() - cached.readAt) < freshMs;
  if (cached !== undefined && !isFresh) kept.set(provider, { ...cached, readAt: Date.now() });
  const stored = isFresh ? cached.secrets : await openStored(provider);
  const fromEnvironment = env()[secretVariables[provider]];
  return [
    ...(fromEnvironment === undefined ? [] : [fromEnvironment]),
    ...stored.filter(({ expiresAt }) => expiresAt > now).map(({ text }) => text),
  ];
}

/**
 * Gives a provider a new secret: the one given, or one made here and returned this once. Those before it hold for
 * `overlapMs` longer. Throws validation_failed for a weak one.
 */
export async function rotateSecret(
  actor: Actor,
  { provider, secret, overlapMs }: RotateInput,
): Promise<{ id: string; secret: string | null }> {
  requireScope(actor, "webhooks:write");
  const problem = secret === undefined ? null : refuseWeakSecret(secret);
  if (problem !== null) throw invalidField("secret", problem);
  const id = createId("receiverSecret");
  const text = secret ?? makeSecret(provider);
  const now = Date.now();
  await db.$transaction([
    db.receiverSecret.deleteMany({ where: { provider, expiresAt: { lt: new Date(now) } } }),
    db.receiverSecret.updateMany({
      where: { provider, expiresAt: null },
      data: { expiresAt: new Date(now + overlapMs) },
    }),
    db.receiverSecret.create({ data: { id, provider, sealed: seal(text, placeOf(id)) } }),
  ]);
  kept.delete(provider);
  return { id, secret: secret === undefined ? text : null };
}

/** Takes a secret away at once. One set in the environment stays. Throws not_found. */
export async function revokeSecret(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "webhooks:write");
  const { count } = await db.receiverSecret.deleteMany({ where: { id } });
  if (count === 0) throw notFound("receiver secret", id);
  kept.clear();
  return { deleted: true };
}

/** The stored secrets that still hold, newest first, without their text. */
export function listSecrets(
  now = Date.now(),
): Promise<Pick<ReceiverSecret, "id" | "provider" | "expiresAt" | "createdAt">[]> {
  return db.receiverSecret.findMany({
    where: { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, provider: true, expiresAt: true, createdAt: true },
  });
}

async function openStored(provider: ReceiverName): Promise<Opened[]> {
  const rows = await db.receiverSecret.findMany({
    where: { provider },
    orderBy: { createdAt: "desc" },
  });
  const secrets = rows.map(({ id, sealed, expiresAt }) => ({
    text: open(sealed, placeOf(id)),
    expiresAt: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
  }));
  kept.set(provider, { secrets, readAt: Date.now() });
  return secrets;
}

/** Standard Webhooks has a form of its own for secrets. */
function makeSecret(provider: ReceiverName): string {
  const hex = randomHex(24);
  return provider === "standard" ? `whsec_${Buffer.from(hex, "hex").toString("base64")}` : hex;
}

function placeOf(id: string) {
  return { table: "receiver_secret", id, field: "sealed" };
}
