import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { describeDeploymentFilters, toDeploymentQuery } from "@/components/gitlab/filters";
import { ProjectView } from "@/components/gitlab/project-view";

const loadFilters = nuqs.createLoader(describeDeploymentFilters(nuqs));

export const metadata: Metadata = { title: "Project in GitLab" };

type Props = { params: Promise<{ projectId: string }>; searchParams: Promise<nuqs.SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { projectId } = await params;
  if (!/^[1-9]\d{0,8}$/.test(projectId)) notFound();
  const query = toDeploymentQuery(Number(projectId), await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.gitlab.deployments.queryOptions(query)),
      ]}
    >
      <ProjectView projectId={Number(projectId)} />
    </Prefetched>
  );
}
