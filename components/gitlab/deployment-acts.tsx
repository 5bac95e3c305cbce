"use client";

import { useGitlabActs } from "@/components/gitlab/use-gitlab-acts";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { showToast } from "@/lib/toast";
import type { DeploymentOutput } from "@/server/gitlab/schema";

type DeploymentActsProps = {
  deployment: DeploymentOutput;
  onAsk: (what: "provision" | "undeploy") => void;
  onDone: () => void;
};

/** What can be done with a deployment. One that has ended can be rolled back to. */
export function DeploymentActs({ deployment, onAsk, onDone }: DeploymentActsProps) {
  const { check, redeploy } = useGitlabActs();
  const { id, personaName, version, status, undeployedAt } = deployment;
  const isStanding = undeployedAt === null && status !== "failed";
  const again = () =>
    redeploy.mutate(
      { id },
      {
        onSuccess: () => {
          showToast({ tone: "success", text: `${personaName}, version ${version}, is deployed` });
          onDone();
        },
      },
    );
  return (
    <div className="flex flex-col gap-3">
      <FormError error={redeploy.error} />
      <div className="flex flex-wrap justify-end gap-2">
        {isStanding && (
          <>
            <Button disabled={check.isPending} onClick={() => check.mutate({ id })}>
              Check in GitLab
            </Button>
            <Button onClick={() => onAsk("provision")}>Send variables</Button>
            <Button onClick={() => onAsk("undeploy")}>Undeploy</Button>
          </>
        )}
        <Button disabled={redeploy.isPending} onClick={again}>
          {undeployedAt === null ? "Deploy again" : "Roll back to this"}
        </Button>
      </div>
    </div>
  );
}
