import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { GitlabPage } from "@/components/gitlab/gitlab-page";

export const metadata: Metadata = { title: "GitLab" };

/** What GitLab itself is asked for comes later: it may take its time. */
export default function Page() {
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.gitlab.connection.queryOptions())]}
    >
      <GitlabPage />
    </Prefetched>
  );
}
