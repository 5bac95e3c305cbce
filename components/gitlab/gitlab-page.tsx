"use client";

import { useQuery } from "@tanstack/react-query";
import { ConnectForm } from "@/components/gitlab/connect-form";
import { ConnectionLine } from "@/components/gitlab/connection-line";
import { ProjectsList } from "@/components/gitlab/projects-list";
import { ErrorState } from "@/components/shared/error-state";
import { PageHeader } from "@/components/shared/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";

/** GitLab: the connection, and the projects that personas can be deployed to. */
export function GitlabPage() {
  const trpc = useTRPC();
  const connection = useQuery(trpc.gitlab.connection.queryOptions());
  return (
    <>
      <PageHeader title="GitLab" />
      {!connection.data && !connection.error && <Skeleton className="h-24 w-full max-w-xl" />}
      {connection.error && !connection.data && (
        <ErrorState
          what="The connection"
          error={connection.error}
          onRetry={() => void connection.refetch()}
        />
      )}
      {connection.data?.connected === false && <ConnectForm baseUrl={connection.data.baseUrl} />}
      {connection.data?.connected && (
        <>
          <ConnectionLine connection={connection.data} />
          <ProjectsList />
        </>
      )}
    </>
  );
}
