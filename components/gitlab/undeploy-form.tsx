"use client";

import { useState } from "react";
import { useGitlabActs } from "@/components/gitlab/use-gitlab-acts";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { showToast } from "@/lib/toast";
import type { DeploymentOutput } from "@/server/gitlab/schema";

/** Asks before a persona is taken out of a project, and whether its variables go too. */
export function UndeployForm({ deployment, onClose }: { deployment: DeploymentOutput; onClose: () => void }) {
  const { undeploy } = useGitlabActs();
  const [isRevoking, setRevoking] = useState(true);
  const { id, personaName, projectPath, method, variables } = deployment;
  const confirm = () =>
    undeploy.mutate(
      { id, revokeVariables: isRevoking && variables.length > 0 },
      {
        onSuccess: ({ kept }) => {
          showToast({
            tone: kept.length > 0 ? "error" : "success",
            text: `${personaName} is undeployed`,
            ...(kept[0] ? { description: `${kept[0].key} was kept: ${kept[0].reason}` } : {}),
          });
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      title={`Undeploy ${personaName} from ${projectPath}?`}
      act="Undeploy persona"
      isPending={undeploy.isPending}
      error={undeploy.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {method === "api"
          ? "Its agent is removed from the project."
          : "Its section of AGENTS.md is removed by a commit; what others wrote there stays."}{" "}
        It can be rolled back to.
      </p>
      {variables.length > 0 && (
        <label className="mt-3 flex items-start gap-2.5 text-ink text-table">
          <input
            type="checkbox"
            checked={isRevoking}
            onChange={(event) => setRevoking(event.target.checked)}
            className="mt-0.5 size-4 shrink-0 accent-ink"
          />
          <span>Revoke its CI/CD variables too: {variables.join(", ")}</span>
        </label>
      )}
    </ConfirmDialog>
  );
}
