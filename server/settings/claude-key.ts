import { type Actor, requireScope } from "@/server/actor";
import { type ClaudeAuth, checkAuth, ModelError } from "@/server/claude";
import { open, seal } from "@/server/crypto";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { AppError, invalidField } from "@/server/errors";
import { defaultModelId } from "@/server/models";
import type { ClaudeStatus } from "@/server/settings/schema";
import { readSettings } from "@/server/settings/service";

const name = "anthropic-api-key";
const place = { table: "secret", id: name, field: "sealed" };

/** Whether Claude can be reached with a key, and where that key comes from. */
export async function getClaudeStatus(actor: Actor): Promise<ClaudeStatus> {
  requireScope(actor, "settings:read");
  const stored = await db.secret.findUnique({ where: { name } });
  const source = env().ANTHROPIC_API_KEY ? "environment" : stored ? "vault" : null;
  return {
    isConfigured: source !== null,
    source,
    updatedAt: stored?.updatedAt.toISOString() ?? null,
    defaultModel: (await readSettings()).defaultModel ?? defaultModelId(),
  };
}

/**
 * Tests the key with the provider, then stores it encrypted. A refused key is a field error and nothing is stored.
 * Throws conflict while the environment holds a key.
 */
export async function setClaudeKey(actor: Actor, input: { apiKey: string }): Promise<ClaudeStatus> {
  requireScope(actor, "settings:write");
  refuseBesideEnvironment();
  await keepClaudeKey(input.apiKey, "apiKey");
  return getClaudeStatus(actor);
}

/** Tests a key with the provider and stores it. Throws validation_failed at `path` when it is refused, else provider_failed. */
export async function keepClaudeKey(value: string, path: string): Promise<void> {
  await checkAuth(toClaudeAuth(value)).catch((error: unknown) => {
    if (!(error instanceof ModelError)) throw error;
    if (error.status === 401 || error.status === 403)
      throw invalidField(path, `Refused by the provider: ${error.message}`);
    throw new AppError("provider_failed", `The key could not be tested: ${error.message}`, { cause: error });
  });
  const sealed = seal(value, place);
  await db.secret.upsert({ where: { name }, create: { name, sealed }, update: { sealed } });
}

/** Throws conflict while the environment holds a key: one that is kept beside it would never be used. */
export function refuseBesideEnvironment(): void {
  if (env().ANTHROPIC_API_KEY)
    throw new AppError(
      "conflict",
      "ANTHROPIC_API_KEY is set in the hub's environment and wins over a key given here. Change it there and start the hub again.",
    );
}

/** Forgets the stored key. One set in the environment stays. */
export async function deleteClaudeKey(actor: Actor): Promise<ClaudeStatus> {
  requireScope(actor, "settings:write");
  await db.secret.deleteMany({ where: { name } });
  return getClaudeStatus(actor);
}

/** The key to call Claude with (the environment wins over the stored one), or null. For the hub's own use. */
export async function findClaudeKey(): Promise<string | null> {
  const fromEnvironment = env().ANTHROPIC_API_KEY;
  if (fromEnvironment) return fromEnvironment;
  const stored = await db.secret.findUnique({ where: { name } });
  return stored ? open(stored.sealed, place) : null;
}

/** A key as it is to be sent: one that begins with sk-ant-oat is the token of a sign-in made elsewhere. */
export function toClaudeAuth(value: string): ClaudeAuth {
  return { kind: value.startsWith("sk-ant-oat") ? "oauth" : "key", value };
}
