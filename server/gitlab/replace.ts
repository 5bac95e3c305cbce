import type { GitlabDeployment } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { AppError } from "@/server/errors";
import { removeAgent } from "@/server/gitlab/agents";
import { removeSection } from "@/server/gitlab/agents-file";
import type { GitlabAccess } from "@/server/gitlab/api";
import { readKeys } from "@/server/gitlab/deployments";
import type { Project } from "@/server/gitlab/projects";

/** A deployment without outcome is another that runs now, unless it was begun longer ago than one takes. */
const longestMs = 2 * 60_000;

/**
 * Leaves one deployment of a persona in a project, the newest that stands: of each before, agent or section goes and
 * the variables pass on. One that cannot be removed stays in sight, with the reason.
 */
export async function replaceOlder(
  access: GitlabAccess,
  project: Project,
  { projectId, personaId }: { projectId: number; personaId: string },
): Promise<void> {
  const standing = await db.gitlabDeployment.findMany({
    where: { projectId, personaId, undeployedAt: null, status: { not: "failed" } },
    orderBy: { id: "asc" },
  });
  const current = standing.findLast(({ status }) => status !== "unknown");
  if (!current) return;
  const { id } = current;
  for (const row of standing.filter((each) => each.id < id && !isUnderWay(each))) {
    // The file has one section a persona, and it is the new one's by now.
    const isInFile = row.method === "agents_md" && current.method === "agents_md";
    const problem = isInFile ? null : await removeDeployed(access, project, row).then(() => null, toWords);
    if (problem !== null) {
      const statusReason = `It was replaced by ${id}, but could not be removed: ${problem}`;
      await db.gitlabDeployment.updateMany({
        where: { id: row.id },
        data: { status: "unknown", statusReason },
      });
      continue;
    }
    await passOn(row.id, id);
  }
}

/** Removes from GitLab what a deployment put there. Nothing of it left is no fault. Throws GitlabFault. */
export async function removeDeployed(
  access: GitlabAccess,
  project: Project,
  row: GitlabDeployment,
): Promise<void> {
  if (row.method === "agents_md") await removeSection(access, project, row.personaId, row.personaName);
  else if (row.agentId !== null) await removeAgent(access, row.projectId, row.agentId);
}

function isUnderWay({ method, agentId, status, createdAt }: GitlabDeployment): boolean {
  const hasOutcome = status !== "unknown" || agentId !== null || method !== "api";
  return !hasOutcome && Date.now() - createdAt.getTime() < longestMs;
}

async function passOn(fromId: string, toId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    // Locked in the order of their ids, as everybody does.
    await tx.$queryRaw`SELECT id FROM gitlab_deployment WHERE id IN (${fromId}, ${toId}) ORDER BY id FOR UPDATE`;
    const from = await tx.gitlabDeployment.findUniqueOrThrow({ where: { id: fromId } });
    const to = await tx.gitlabDeployment.findUniqueOrThrow({ where: { id: toId } });
    const keys = [...new Set([...readKeys(to), ...readKeys(from)])];
    await tx.gitlabDeployment.update({ where: { id: toId }, data: { variables: JSON.stringify(keys) } });
    await tx.gitlabDeployment.update({
      where: { id: fromId },
      data: {
        status: "undeployed",
        statusReason: `Replaced by ${toId}.`,
        undeployedAt: new Date(),
        variables: "[]",
      },
    });
  });
}

function toWords(error: unknown): string {
  if (error instanceof AppError) return error.message;
  throw error;
}
