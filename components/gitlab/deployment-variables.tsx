"use client";

import { X } from "lucide-react";
import { useGitlabActs } from "@/components/gitlab/use-gitlab-acts";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { showToast } from "@/lib/toast";
import type { DeploymentOutput } from "@/server/gitlab/schema";

/** The CI/CD variables that went along with a deployment, each to be revoked. Nothing when there are none. */
export function DeploymentVariables({ deployment: { id, variables } }: { deployment: DeploymentOutput }) {
  const { revoke } = useGitlabActs();
  if (variables.length === 0) return null;
  const run = (keys: string[]) =>
    revoke.mutate(
      { id, keys },
      {
        onSuccess: ({ revoked, kept }) =>
          showToast({
            tone: kept.length > 0 ? "error" : "success",
            text: `${revoked.length} of ${keys.length} revoked`,
            ...(kept[0] ? { description: `${kept[0].key}: ${kept[0].reason}` } : {}),
          }),
      },
    );
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-semibold text-table">CI/CD variables</h3>
        <Button disabled={revoke.isPending} onClick={() => run(variables)}>
          Revoke all
        </Button>
      </div>
      <ul aria-label="CI/CD variables" className="flex flex-col text-table">
        {variables.map((key) => (
          <li key={key} className="flex items-center justify-between gap-2 border-line border-t">
            <span className="min-w-0 break-all font-mono text-code">{key}</span>
            <Button
              tone="quiet"
              size="icon"
              disabled={revoke.isPending}
              aria-label={`Revoke ${key}`}
              title={`Revoke ${key}`}
              onClick={() => run([key])}
            >
              <X aria-hidden className="size-3.5" />
            </Button>
          </li>
        ))}
      </ul>
      <FormError error={revoke.error} />
    </div>
  );
}
