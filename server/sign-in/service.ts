import { randomHex, sha256 } from "@/server/crypto";
import { db } from "@/server/db";
import { env } from "@/server/env";

const lifetimeMs = 15 * 60_000;

/** Makes a one-time sign-in link for the owner, good for 15 minutes. Only its hash is stored. */
export async function createOwnerLink(): Promise<{ url: string; expiresAt: Date }> {
  const token = randomHex(24);
  const expiresAt = new Date(Date.now() + lifetimeMs);
  await db.$transaction([
    db.ownerLink.deleteMany({ where: { expiresAt: { lt: new Date() } } }),
    db.ownerLink.create({ data: { tokenHash: sha256(token), expiresAt } }),
  ]);
  return { url: `${env().PUBLIC_URL}/sign-in?token=${token}`, expiresAt };
}

/** True once per link and only within its time. */
export async function consumeOwnerLink(token: string): Promise<boolean> {
  const { count } = await db.ownerLink.updateMany({
    where: { tokenHash: sha256(token), usedAt: null, expiresAt: { gt: new Date() } },
    data: { usedAt: new Date() },
  });
  return count === 1;
}
