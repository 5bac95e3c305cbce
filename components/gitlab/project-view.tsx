"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink, Rocket } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";
import { AgentsSection } from "@/components/gitlab/agents-section";
import { CiTemplatesSection } from "@/components/gitlab/ci-templates-section";
import { DeploymentsSection } from "@/components/gitlab/deployments-section";
import { PipelinesSection } from "@/components/gitlab/pipelines-section";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { Button, buttonClass } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { ProjectOutput } from "@/server/gitlab/schema";

const DeployDialog = dynamic(
  () => import("@/components/gitlab/deploy-dialog").then((module) => module.DeployDialog),
  { ssr: false },
);
const back = { href: "/gitlab", label: "projects" };

/** One project of GitLab's: what is deployed to it, its agents and its pipelines. */
export function ProjectView({ projectId }: { projectId: number }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.gitlab.project.queryOptions({ projectId }));
  if (query.data) return <LoadedProject project={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found")
    return <NotThere noun="project" id={String(projectId)} listHref="/gitlab" listLabel="Projects" />;
  return (
    <>
      <PageHeader title={`Project ${projectId}`} back={back} />
      <ErrorState what="The project" error={query.error} onRetry={() => void query.refetch()} />
    </>
  );
}

function LoadedProject({ project }: { project: ProjectOutput }) {
  const [personaId, setPersonaId] = useQueryState("deploy", clientParsers.parseAsString);
  return (
    <>
      <PageHeader
        title={project.path}
        back={back}
        actions={
          <>
            <a href={project.webUrl} target="_blank" rel="noreferrer" className={buttonClass({})}>
              Open in GitLab <ExternalLink aria-hidden className="size-3.5" />
            </a>
            <Button tone="primary" onClick={() => void setPersonaId("")}>
              <Rocket aria-hidden className="size-3.5" /> Deploy persona
            </Button>
          </>
        }
      >
        {project.description && <p className="max-w-[72ch] text-ink-muted">{project.description}</p>}
      </PageHeader>
      <div className="grid gap-x-8 gap-y-8 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <DeploymentsSection projectId={project.id} onDeploy={() => void setPersonaId("")} />
        <div className="flex min-w-0 flex-col gap-8">
          <PipelinesSection project={project} />
          <CiTemplatesSection project={project} />
          <AgentsSection projectId={project.id} />
        </div>
      </div>
      {personaId !== null && (
        <DeployDialog project={project} personaId={personaId} onClose={() => void setPersonaId(null)} />
      )}
    </>
  );
}
