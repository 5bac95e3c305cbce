import { createId } from "@/lib/ids";
import type { GithubHook } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { AppError, notFound } from "@/server/errors";
import type { GithubHookCreate, GithubHookOutput } from "@/server/webhooks/schema";

/** The webhooks at GitHub whose missed deliveries are fetched, by owner. */
export async function listGithubHooks(
  actor: Actor,
): Promise<{ hasToken: boolean; items: GithubHookOutput[] }> {
  requireScope(actor, "webhooks:read");
  const rows = await db.githubHook.findMany({ orderBy: [{ owner: "asc" }, { hookId: "asc" }] });
  return { hasToken: env().GITHUB_TOKEN !== undefined, items: rows.map(toOutput) };
}

/** Adds a webhook to check. Throws conflict when it is there already. */
export async function createGithubHook(actor: Actor, input: GithubHookCreate): Promise<GithubHookOutput> {
  requireScope(actor, "webhooks:write");
  const [row] = await db.githubHook.createManyAndReturn({
    data: [{ id: createId("githubHook"), ...input }],
    skipDuplicates: true,
  });
  if (!row)
    throw new AppError("conflict", `The webhook ${input.hookId} of ${input.owner} is checked already.`);
  return toOutput(row);
}

/** Has a webhook checked, or no longer. Throws not_found. */
export async function updateGithubHook(
  actor: Actor,
  { id, enabled }: { id: string; enabled: boolean },
): Promise<GithubHookOutput> {
  requireScope(actor, "webhooks:write");
  const [row] = await db.githubHook.updateManyAndReturn({ where: { id }, data: { enabled } });
  if (!row) throw notFound("GitHub webhook", id);
  return toOutput(row);
}

/** Throws not_found when there is none. */
export async function deleteGithubHook(actor: Actor, id: string): Promise<{ deleted: true }> {
  requireScope(actor, "webhooks:write");
  const { count } = await db.githubHook.deleteMany({ where: { id } });
  if (count === 0) throw notFound("GitHub webhook", id);
  return { deleted: true };
}

function toOutput(row: GithubHook): GithubHookOutput {
  return {
    id: row.id,
    owner: row.owner,
    hookId: row.hookId,
    enabled: row.enabled,
    lastCheckedAt: row.lastCheckedAt?.toISOString() ?? null,
    lastFetched: row.lastFetched,
    errorMessage: row.errorMessage,
    retryAt: row.retryAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
