import type { GitlabDeployment } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import { db } from "@/server/db";
import { AppError } from "@/server/errors";
import { requireAccess } from "@/server/gitlab/access";
import { callGitlab, type GitlabAccess } from "@/server/gitlab/api";
import { readDeployment, readKeys, readProjectOf, toOutput } from "@/server/gitlab/deployments";
import { isMissing } from "@/server/gitlab/fault";
import { changeKeys, pathOf } from "@/server/gitlab/provision";
import { removeDeployed } from "@/server/gitlab/replace";
import type { RevokeOutput } from "@/server/gitlab/schema";

/**
 * Takes a deployment out of GitLab: its agent, or its section of AGENTS.md, and its variables when asked to. Throws
 * not_found, conflict when it has ended or never stood, and GitlabFault, which leaves it as it is.
 */
export async function undeploy(
  actor: Actor,
  { id, revokeVariables: isRevoking }: { id: string; revokeVariables: boolean },
): Promise<RevokeOutput> {
  requireScope(actor, "gitlab:write");
  const row = await readDeployment(id);
  if (row.undeployedAt !== null) throw new AppError("conflict", "This deployment has ended already.");
  if (row.status === "failed")
    throw new AppError("conflict", "This deployment failed; there is nothing of it in GitLab.");
  const access = await requireAccess();
  await removeDeployed(access, await readProjectOf(access, row), row);
  const revoked = isRevoking
    ? await revokeKeys(actor, access, row, readKeys(row))
    : { revoked: [], kept: [] };
  await db.gitlabDeployment.updateMany({
    where: { id, undeployedAt: null },
    data: { status: "undeployed", statusReason: `By ${actor.name}.`, undeployedAt: new Date() },
  });
  await recordAudit(actor, "gitlab_undeploy", id, { personaId: row.personaId, projectPath: row.projectPath });
  return { deployment: toOutput(await readDeployment(id)), ...revoked };
}

/**
 * Removes variables that were provisioned with a deployment, all of them when none are named; also once it has ended.
 * One that is gone already counts as revoked; one that another deployment in the project uses is kept. Throws
 * not_found, and conflict while GitLab is not connected or is another one.
 */
export async function revokeVariables(
  actor: Actor,
  { id, keys }: { id: string; keys?: string[] | undefined },
): Promise<RevokeOutput> {
  requireScope(actor, "gitlab:write");
  const row = await readDeployment(id);
  const access = await requireAccess();
  await readProjectOf(access, row);
  const own = readKeys(row);
  const result = await revokeKeys(
    actor,
    access,
    row,
    keys === undefined ? own : own.filter((key) => keys.includes(key)),
  );
  return { deployment: toOutput(await readDeployment(id)), ...result };
}

async function revokeKeys(actor: Actor, access: GitlabAccess, row: GitlabDeployment, keys: string[]) {
  const revoked: string[] = [];
  const kept: RevokeOutput["kept"] = [];
  for (const key of keys) {
    const other = await findOther(row, key);
    if (other) {
      kept.push({ key, reason: `${other.personaName} uses it in this project too.` });
      await changeKeys(row.id, (all) => all.filter((each) => each !== key));
      continue;
    }
    try {
      await callGitlab(access, `${pathOf(row.projectId)}/${key}`, {
        method: "DELETE",
        what: `the variable ${key}`,
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (!isMissing(error)) {
        kept.push({ key, reason: error.message });
        continue;
      }
    }
    await changeKeys(row.id, (all) => all.filter((each) => each !== key));
    revoked.push(key);
    await recordAudit(actor, "gitlab_revoke", row.id, {
      key,
      personaId: row.personaId,
      projectPath: row.projectPath,
    });
  }
  return { revoked, kept };
}

/** Another standing deployment in the project that holds the key. */
async function findOther({ id, projectId }: GitlabDeployment, key: string): Promise<GitlabDeployment | null> {
  const rows = await db.gitlabDeployment.findMany({
    where: { projectId, id: { not: id }, undeployedAt: null, variables: { contains: `"${key}"` } },
  });
  return rows.find((row) => readKeys(row).includes(key)) ?? null;
}
