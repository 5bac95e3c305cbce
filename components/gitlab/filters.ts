import { describeList, toListQuery } from "@/components/shared/list-query";
import type { UrlParsers } from "@/lib/url-parsers";
import type { DeploymentStatus } from "@/server/gitlab/schema";

const statuses = [
  "active",
  "file-based",
  "failed",
  "unknown",
  "undeployed",
] as const satisfies DeploymentStatus[];

/** The state of the list of projects that its URL holds, and what the hub is asked for. */
export const describeProjectFilters = describeList;
export const toProjectQuery = toListQuery;

/** The state of a project's deployments that its URL holds. */
export function describeDeploymentFilters(parsers: UrlParsers) {
  return { ...describeList(parsers), status: parsers.parseAsStringLiteral(statuses) };
}

type DeploymentFilters = { q: string; page: number; status: DeploymentStatus | null };

/** What the hub is asked for. */
export function toDeploymentQuery(projectId: number, filters: DeploymentFilters) {
  return { projectId, ...toListQuery(filters), ...(filters.status ? { status: filters.status } : {}) };
}
