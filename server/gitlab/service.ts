import { z } from "zod";
import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import { env } from "@/server/env";
import { AppError, invalidField } from "@/server/errors";
import { deleteAccess, readStoredAccess, requireAccess, storeAccess } from "@/server/gitlab/access";
import { askGitlab, type GitlabAccess } from "@/server/gitlab/api";
import { GitlabFault } from "@/server/gitlab/fault";
import type { ConnectInput, ConnectionStatus } from "@/server/gitlab/schema";
import { rememberSecrets } from "@/server/known-secrets";
import { masked } from "@/server/masked";

const user = z.object({ id: z.number(), username: z.string(), name: z.string() });
const tokenSelf = z.object({ scopes: z.array(z.string()) });

/** Whether GitLab is connected, where and by which token, which is never shown. */
export async function getConnection(actor: Actor): Promise<ConnectionStatus> {
  requireScope(actor, "gitlab:read");
  const { GITLAB_TOKEN, GITLAB_URL } = env();
  const stored = GITLAB_TOKEN ? null : await readStoredAccess();
  const source = GITLAB_TOKEN ? "environment" : stored ? "vault" : null;
  return {
    connected: source !== null,
    source,
    baseUrl: stored?.baseUrl ?? GITLAB_URL,
    username: stored?.username ?? null,
    name: stored?.name ?? null,
    token: source && masked,
    updatedAt: stored?.updatedAt.toISOString() ?? null,
  };
}

/** Asks GitLab whom the token stands for. Throws GitlabFault, or conflict while it is not connected. */
export async function getUser(actor: Actor): Promise<z.infer<typeof user>> {
  requireScope(actor, "gitlab:read");
  return askUser(await requireAccess());
}

/**
 * Tries a token with GitLab and keeps it, sealed, in place of any before. Throws validation_failed at `token` when it
 * does not hold or lacks the scope api, at `baseUrl` when no GitLab answers there; conflict while GITLAB_TOKEN is set.
 */
export async function connect(actor: Actor, { token, baseUrl }: ConnectInput): Promise<ConnectionStatus> {
  requireScope(actor, "gitlab:write");
  // Where credentials' values may then be sent is no key's to choose.
  if (baseUrl !== undefined && baseUrl !== env().GITLAB_URL) requireScope(actor, "settings:write");
  if (env().GITLAB_TOKEN)
    throw new AppError(
      "conflict",
      "GITLAB_TOKEN is set in the hub's environment and wins over a token given here.",
    );
  rememberSecrets([token]);
  const access = { token, baseUrl: baseUrl ?? env().GITLAB_URL };
  const { username, name } = await askUser(access).catch((error: unknown) => {
    if (!(error instanceof GitlabFault)) throw error;
    throw invalidField(error.status === 401 || error.status === 403 ? "token" : "baseUrl", error.message);
  });
  await requireApiScope(access);
  await storeAccess({ ...access, username, name });
  await recordAudit(actor, "gitlab_connected", null, { baseUrl: access.baseUrl, username });
  return getConnection(actor);
}

/** Forgets the stored token. What was deployed stays in GitLab; one set in the environment stays too. */
export async function disconnect(actor: Actor): Promise<ConnectionStatus> {
  requireScope(actor, "gitlab:write");
  if (await deleteAccess()) await recordAudit(actor, "gitlab_disconnected", null);
  return getConnection(actor);
}

async function askUser(access: GitlabAccess): Promise<z.infer<typeof user>> {
  return (await askGitlab(access, "/user", user, { what: "the token's owner" })).data;
}

/** A token of another kind cannot say its scopes; then GitLab's own refusals have to. */
async function requireApiScope(access: GitlabAccess): Promise<void> {
  const own = await askGitlab(access, "/personal_access_tokens/self", tokenSelf, { what: "the token" }).catch(
    (error: unknown) => {
      if (error instanceof GitlabFault && (error.status ?? 500) < 500) return null;
      throw error;
    },
  );
  if (own && !own.data.scopes.includes("api"))
    throw invalidField(
      "token",
      `This token lacks the scope api; it has ${own.data.scopes.join(", ") || "none"}. Make one that has it.`,
    );
}
