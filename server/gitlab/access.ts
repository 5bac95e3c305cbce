import { z } from "zod";
import { open, seal } from "@/server/crypto";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import type { GitlabAccess } from "@/server/gitlab/api";
import { rememberSecrets } from "@/server/known-secrets";

const name = "gitlab";
const place = { table: "secret", id: name, field: "sealed" };
/** What stands under `about` is no secret (server/credentials/stored-secrets.ts). */
const stored = z.object({
  token: z.string(),
  about: z.object({ baseUrl: z.string(), username: z.string(), name: z.string() }),
});
export type StoredAccess = GitlabAccess & { username: string; name: string };

/** The stored token with whose it is, or null. */
export async function readStoredAccess(): Promise<(StoredAccess & { updatedAt: Date }) | null> {
  const row = await db.secret.findUnique({ where: { name } });
  if (!row) return null;
  const { token, about } = stored.parse(JSON.parse(open(row.sealed, place)));
  rememberSecrets([token]);
  return { token, ...about, updatedAt: row.updatedAt };
}

export async function storeAccess({ token, ...about }: StoredAccess): Promise<void> {
  const sealed = seal(JSON.stringify({ token, about }), place);
  await db.secret.upsert({ where: { name }, create: { name, sealed }, update: { sealed } });
}

/** Whether there was one. */
export async function deleteAccess(): Promise<boolean> {
  return (await db.secret.deleteMany({ where: { name } })).count > 0;
}

/** How GitLab is asked: GITLAB_TOKEN at GITLAB_URL wins over what is stored. Throws conflict while there is neither. */
export async function requireAccess(): Promise<GitlabAccess> {
  const { GITLAB_TOKEN, GITLAB_URL } = env();
  if (GITLAB_TOKEN) return { baseUrl: GITLAB_URL, token: GITLAB_TOKEN };
  const access = await readStoredAccess();
  if (access) return access;
  throw new AppError("conflict", "GitLab is not connected. Give the hub a token on the GitLab page.", {
    extra: { errorType: "not_connected" },
  });
}
