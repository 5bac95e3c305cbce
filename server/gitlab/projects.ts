import { z } from "zod";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { requireAccess } from "@/server/gitlab/access";
import { askGitlab, type GitlabAccess } from "@/server/gitlab/api";
import type { ProjectList, ProjectOutput } from "@/server/gitlab/schema";
import type { Page } from "@/server/page-input";

const project = z.object({
  id: z.number(),
  name: z.string(),
  path_with_namespace: z.string(),
  description: z.string().nullish(),
  web_url: z.string(),
  default_branch: z.string().nullish(),
  visibility: z.string().nullish(),
  last_activity_at: z.string().nullish(),
});
export type Project = z.infer<typeof project>;

/** A developer's access level. */
const developer = "30";
/** GitLab's own limit. */
const mostPerPage = 100;

/**
 * The projects in which the token's owner is at least a developer, the latest active first. `search` is a part of name
 * or path. Pages are GitLab's: `offset` is rounded down to a whole one. Throws GitlabFault.
 */
export async function listProjects(
  actor: Actor,
  { limit, offset, search }: ProjectList,
): Promise<Page<ProjectOutput>> {
  requireScope(actor, "gitlab:read");
  const perPage = Math.min(limit, mostPerPage);
  const { data, headers } = await askGitlab(await requireAccess(), "/projects", z.array(project), {
    what: "the projects",
    query: {
      membership: "true",
      min_access_level: developer,
      archived: "false",
      order_by: "last_activity_at",
      sort: "desc",
      page: String(Math.floor(offset / perPage) + 1),
      per_page: String(perPage),
      ...(search ? { search, search_namespaces: "true" } : {}),
    },
  });
  const counts = await countDeployed(data.map(({ id }) => id));
  return {
    items: data.map((each) => toOutput(each, counts)),
    total: readTotal(headers, offset, data.length),
  };
}

/** One project. Throws GitlabFault. */
export async function getProject(actor: Actor, projectId: number): Promise<ProjectOutput> {
  requireScope(actor, "gitlab:read");
  const found = await readProject(await requireAccess(), projectId);
  return toOutput(found, await countDeployed([projectId]));
}

/** The project as GitLab has it. Throws GitlabFault. */
export async function readProject(access: GitlabAccess, projectId: number): Promise<Project> {
  return (await askGitlab(access, `/projects/${projectId}`, project, { what: `the project ${projectId}` }))
    .data;
}

/** Above ten thousand GitLab does not count; then there is at least one more as long as it names a next page. */
function readTotal(headers: Headers, offset: number, count: number): number {
  const total = headers.get("x-total");
  if (total) return Number(total);
  return offset + count + (headers.get("x-next-page") ? 1 : 0);
}

async function countDeployed(ids: number[]): Promise<Map<number, number>> {
  const rows = await db.gitlabDeployment.groupBy({
    by: ["projectId"],
    where: { projectId: { in: ids }, undeployedAt: null, status: { not: "failed" } },
    _count: true,
  });
  return new Map(rows.map(({ projectId, _count }) => [projectId, _count]));
}

function toOutput(found: Project, counts: Map<number, number>): ProjectOutput {
  return {
    id: found.id,
    name: found.name,
    path: found.path_with_namespace,
    description: found.description || null,
    webUrl: found.web_url,
    defaultBranch: found.default_branch ?? null,
    visibility: found.visibility ?? null,
    lastActivityAt: found.last_activity_at ?? null,
    deployedCount: counts.get(found.id) ?? 0,
  };
}
