import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import type { OauthState } from "@/prisma/generated/client";
import type { Actor } from "@/server/actor";
import { open, seal, sha256 } from "@/server/crypto";
import { db } from "@/server/db";
import { AppError } from "@/server/errors";
import { parseOrUndefined } from "@/server/json-text";

const purpose = "claude";
const lifeMs = 10 * 60_000;
const mostPending = 50;
const begunBy = z.object({ personId: z.string().nullable() });

/** Keeps a new state with its PKCE verifier, sealed. It holds ten minutes; of more than fifty the oldest go. */
export async function beginPending(actor: Actor): Promise<{ state: string; challenge: string }> {
  const state = randomBytes(32).toString("base64url");
  const verifier = randomBytes(32).toString("base64url");
  const stateHash = sha256(state);
  const personId = actor.type === "person" ? actor.id : null;
  await db.oauthState.create({
    data: {
      stateHash,
      purpose,
      verifierSealed: seal(verifier, placeOf(stateHash)),
      detail: JSON.stringify({ personId }),
    },
  });
  await dropOldest();
  return { state, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

/**
 * Takes a state away and returns its verifier: it serves once. Throws unauthorized when it is not known, was begun by
 * another person or is older than ten minutes; a stranger's try leaves it in place.
 */
export async function takePending(
  actor: Actor,
  state: string,
): Promise<{ verifier: string; putBack: () => Promise<void> }> {
  const row = await db.oauthState.findUnique({ where: { stateHash: sha256(state) } });
  if (row?.purpose !== purpose || !isOwn(row, actor))
    throw refuse("This sign-in was not begun here, or has ended already.", "invalid_state");
  const { count } = await db.oauthState.deleteMany({ where: { stateHash: row.stateHash } });
  if (count === 0) throw refuse("This sign-in has ended already.", "invalid_state");
  if (Date.now() - row.createdAt.getTime() >= lifeMs)
    throw refuse("This sign-in was begun more than ten minutes ago.", "expired_state");
  return {
    verifier: open(row.verifierSealed, placeOf(row.stateHash)),
    putBack: async () => void (await db.oauthState.createMany({ data: [row], skipDuplicates: true })),
  };
}

function isOwn({ detail }: OauthState, actor: Actor): boolean {
  const { personId } = begunBy.parse(parseOrUndefined(detail));
  return personId === null || actor.type !== "person" || personId === actor.id;
}

async function dropOldest(): Promise<void> {
  await db.$executeRaw`
    DELETE FROM oauth_state WHERE purpose = ${purpose} AND state_hash NOT IN (
      SELECT state_hash FROM oauth_state WHERE purpose = ${purpose} ORDER BY created_at DESC, state_hash LIMIT ${mostPending})`;
}

function refuse(message: string, errorType: string): AppError {
  return new AppError("unauthorized", `${message} Begin again.`, { extra: { errorType, transient: false } });
}

function placeOf(stateHash: string) {
  return { table: "oauth_state", id: stateHash, field: "verifier_sealed" };
}
