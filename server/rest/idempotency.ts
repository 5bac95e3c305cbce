import type { Actor } from "@/server/actor";
import { open, seal, sha256 } from "@/server/crypto";
import { db } from "@/server/db";
import { AppError, invalidField } from "@/server/errors";

const replayMs = 10 * 60_000;

/**
 * Runs a POST once per Idempotency-Key: the first 2xx reply is replayed for ten minutes with
 * `X-Idempotency-Replay: 1`. The same key with another body, or while the first still runs, is a conflict;
 * so is one whose first request was cut off by a crash, since it may have taken effect.
 */
export async function replayOrRun(
  request: Request,
  actor: Actor,
  path: string,
  bodyText: string,
  run: () => Promise<Response>,
): Promise<Response> {
  const given = request.headers.get("idempotency-key");
  if (given === null) return run();
  if (given.length < 1 || given.length > 255) throw invalidField("Idempotency-Key", "1 to 255 characters");
  const key = sha256(JSON.stringify([actor.type, actor.id, path, given]));
  const bodyHash = sha256(bodyText);
  const isFirst = await claimKey(key, bodyHash);
  if (!isFirst) return replay(key, bodyHash);
  return run().then(
    (response) => keepReply(key, response),
    async (error: unknown) => {
      await db.idempotentReply.deleteMany({ where: { key } });
      throw error;
    },
  );
}

async function claimKey(key: string, bodyHash: string): Promise<boolean> {
  await db.idempotentReply.deleteMany({ where: { key, createdAt: { lt: new Date(Date.now() - replayMs) } } });
  const { count } = await db.idempotentReply.createMany({ data: [{ key, bodyHash }], skipDuplicates: true });
  return count === 1;
}

async function replay(key: string, bodyHash: string): Promise<Response> {
  const kept = await db.idempotentReply.findUnique({ where: { key } });
  if (kept && kept.bodyHash !== bodyHash)
    throw new AppError("conflict", "This Idempotency-Key was used with another body.");
  if (!kept || kept.status === null)
    throw new AppError("conflict", "The first request with this Idempotency-Key has not been answered yet.");
  return new Response(kept.body && open(kept.body, replyPlace(key)), {
    status: kept.status,
    headers: { "Content-Type": "application/json", "X-Idempotency-Replay": "1" },
  });
}

async function keepReply(key: string, response: Response): Promise<Response> {
  const body = seal(await response.clone().text(), replyPlace(key));
  await db.idempotentReply.update({ where: { key }, data: { status: response.status, body } });
  return response;
}

/** Replies are sealed, since some show a secret this once. */
function replyPlace(key: string) {
  return { table: "idempotent_reply", id: key, field: "body" };
}
