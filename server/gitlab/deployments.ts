import type { GitlabDeployment, Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { containing } from "@/server/contains";
import { db } from "@/server/db";
import { AppError, notFound } from "@/server/errors";
import { requireAccess } from "@/server/gitlab/access";
import { isAgentThere } from "@/server/gitlab/agents";
import { isSectionThere } from "@/server/gitlab/agents-file";
import type { GitlabAccess } from "@/server/gitlab/api";
import { GitlabFault } from "@/server/gitlab/fault";
import { type Project, readProject } from "@/server/gitlab/projects";
import {
  type DeploymentList,
  type DeploymentOutput,
  type DeploymentStatus,
  deploymentOutput,
} from "@/server/gitlab/schema";
import type { Page } from "@/server/page-input";

/** Deployments, newest first, those that have ended too: they are what one rolls back to. */
export async function listDeployments(
  actor: Actor,
  { limit, offset, projectId, personaId, status, search }: DeploymentList,
): Promise<Page<DeploymentOutput>> {
  requireScope(actor, "gitlab:read");
  const contains = search && containing(search);
  const where: Prisma.GitlabDeploymentWhereInput = {
    ...(projectId === undefined ? {} : { projectId }),
    ...(personaId === undefined ? {} : { personaId }),
    ...(status === undefined ? {} : { status }),
    ...(contains ? { OR: [{ id: search }, { personaName: contains }, { projectPath: contains }] } : {}),
  };
  const [rows, total] = await Promise.all([
    db.gitlabDeployment.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      skip: offset,
    }),
    db.gitlabDeployment.count({ where }),
  ]);
  return { items: rows.map(toOutput), total };
}

/** One deployment. Throws not_found. */
export async function getDeployment(actor: Actor, id: string): Promise<DeploymentOutput> {
  requireScope(actor, "gitlab:read");
  return toOutput(await readDeployment(id));
}

/**
 * Looks in GitLab whether a deployment is still what the hub believes, and says so: gone or not to be seen is
 * `unknown`, with the reason. One that has ended stays as it is. Throws not_found.
 */
export async function checkDeployment(actor: Actor, id: string): Promise<DeploymentOutput> {
  requireScope(actor, "gitlab:write");
  const row = await readDeployment(id);
  if (row.undeployedAt !== null || row.status === "failed") return toOutput(row);
  const found = await look(row);
  const { count } = await db.gitlabDeployment.updateMany({ where: { id, undeployedAt: null }, data: found });
  return toOutput(count === 1 ? { ...row, ...found } : await readDeployment(id));
}

/** The row. Throws not_found. */
export async function readDeployment(id: string): Promise<GitlabDeployment> {
  const row = await db.gitlabDeployment.findUnique({ where: { id } });
  if (!row) throw notFound("deployment", id);
  return row;
}

/**
 * The project that a deployment stands in. Throws conflict when the number means another project by now, because the
 * hub was connected to another GitLab since, and GitlabFault.
 */
export async function readProjectOf(access: GitlabAccess, row: GitlabDeployment): Promise<Project> {
  const project = await readProject(access, row.projectId);
  const isSame = project.path_with_namespace === row.projectPath;
  if (isSame || hostOf(project.web_url) === hostOf(row.url)) return project;
  throw new AppError(
    "conflict",
    `This was deployed to ${row.projectPath} at ${hostOf(row.url)}; the hub is connected to ${hostOf(access.baseUrl)} now.`,
  );
}

/** A row as every door shows it. */
export function toOutput(row: GitlabDeployment): DeploymentOutput {
  return deploymentOutput.parse({
    ...row,
    variables: readKeys(row),
    undeployedAt: row.undeployedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  });
}

/** The keys of the variables that were provisioned with it. */
export function readKeys({ variables }: Pick<GitlabDeployment, "variables">): string[] {
  return JSON.parse(variables) as string[];
}

async function look(
  row: GitlabDeployment,
): Promise<{ status: DeploymentStatus; statusReason: string | null }> {
  try {
    const access = await requireAccess();
    const project = await readProjectOf(access, row);
    if (row.method === "agents_md") {
      const isThere = await isSectionThere(access, project, row.personaId);
      return isThere
        ? { status: "file-based", statusReason: row.statusReason }
        : { status: "unknown", statusReason: "AGENTS.md no longer holds this persona." };
    }
    if (row.agentId === null) return { status: "unknown", statusReason: row.statusReason };
    return (await isAgentThere(access, row.projectId, row.agentId))
      ? { status: "active", statusReason: null }
      : { status: "unknown", statusReason: "GitLab no longer has this agent." };
  } catch (error) {
    if (!(error instanceof GitlabFault)) throw error;
    return { status: "unknown", statusReason: `It could not be looked for. ${error.message}` };
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
