"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { DeploymentActs } from "@/components/gitlab/deployment-acts";
import { DeploymentVariables } from "@/components/gitlab/deployment-variables";
import { ProvisionForm } from "@/components/gitlab/provision-form";
import { UndeployForm } from "@/components/gitlab/undeploy-form";
import { ErrorState } from "@/components/shared/error-state";
import { Fact, Facts } from "@/components/shared/facts";
import { ExactTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";
import type { DeploymentOutput } from "@/server/gitlab/schema";

/** One deployment: where it stands, what went along, and what can be done with it. */
export function DeploymentDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.gitlab.deployment.queryOptions({ id }));
  const { data, error } = query;
  return (
    <Dialog title={data ? `${data.personaName} in ${data.projectPath}` : "Deployment"} onClose={onClose}>
      {data && <LoadedDeployment deployment={data} onClose={onClose} />}
      {!data && error && (
        <ErrorState what="The deployment" error={error} onRetry={() => void query.refetch()} />
      )}
      {!data && !error && <Skeleton className="h-40 w-full" />}
    </Dialog>
  );
}

function LoadedDeployment({ deployment, onClose }: { deployment: DeploymentOutput; onClose: () => void }) {
  const [asked, setAsked] = useState<"provision" | "undeploy" | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <StatusBadge kind="deployment" status={deployment.status} />
        {deployment.statusReason && (
          <p className="pt-2 text-ink-muted text-table">{deployment.statusReason}</p>
        )}
        <Facts>
          <Fact name="Persona">
            <Link href={`/personas/${deployment.personaId}`} className="underline">
              {deployment.personaName}
            </Link>
          </Fact>
          <Fact name="Version">{deployment.version}</Fact>
          <Fact name="Method">{deployment.method}</Fact>
          <Fact name="Deployed">
            <ExactTime at={deployment.createdAt} /> by {deployment.deployedBy}
          </Fact>
          {deployment.undeployedAt && (
            <Fact name="Ended">
              <ExactTime at={deployment.undeployedAt} />
            </Fact>
          )}
          <Fact name="Address">
            <a href={deployment.url} target="_blank" rel="noreferrer" className="break-all underline">
              Open in GitLab <ExternalLink aria-hidden className="inline size-3.5" />
            </a>
          </Fact>
        </Facts>
      </div>
      <DeploymentVariables deployment={deployment} />
      {asked === null && <DeploymentActs deployment={deployment} onAsk={setAsked} onDone={onClose} />}
      {asked === "provision" && <ProvisionForm deployment={deployment} onClose={() => setAsked(null)} />}
      {asked === "undeploy" && <UndeployForm deployment={deployment} onClose={() => setAsked(null)} />}
    </div>
  );
}
