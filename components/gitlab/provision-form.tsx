"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { SentVariables } from "@/components/gitlab/sent-variables";
import { useGitlabActs } from "@/components/gitlab/use-gitlab-acts";
import { noChoice, toProvision, VariableChecks } from "@/components/gitlab/variable-checks";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { DeploymentOutput } from "@/server/gitlab/schema";

/** Sends further credential fields with a deployment that stands. */
export function ProvisionForm({
  deployment,
  onClose,
}: {
  deployment: DeploymentOutput;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const { provision } = useGitlabActs();
  const [choice, setChoice] = useState(noChoice);
  const preview = useQuery(trpc.gitlab.export.queryOptions({ personaId: deployment.personaId }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    provision.mutate({ id: deployment.id, ...toProvision(choice) });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4 border-line border-t pt-4">
      {preview.data && (
        <VariableChecks
          variables={preview.data.variables}
          choice={choice}
          issues={readFailure(provision.error).issues}
          onChoice={setChoice}
        />
      )}
      {!preview.data && !preview.error && <Skeleton className="h-12 w-full" />}
      <FormError error={preview.error ?? provision.error} paths={["variables"]} />
      <SentVariables variables={provision.data?.variables ?? []} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{provision.data ? "Done" : "Cancel"}</Button>
        <Button
          type="submit"
          tone="primary"
          disabled={provision.isPending || choice.names.length === 0}
          title={choice.names.length === 0 ? "Choose at least one" : undefined}
        >
          Send variables
        </Button>
      </div>
    </form>
  );
}
