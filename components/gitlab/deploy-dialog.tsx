"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { DeployResult } from "@/components/gitlab/deploy-result";
import { useGitlabActs } from "@/components/gitlab/use-gitlab-acts";
import { noChoice, toProvision, VariableChecks } from "@/components/gitlab/variable-checks";
import { CodeBlock } from "@/components/shared/code-block";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input, Select } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { ProjectOutput } from "@/server/gitlab/schema";

type DeployDialogProps = { project: ProjectOutput; personaId: string; onClose: () => void };

/** Deploys a persona to a project; shows what will be sent before, and where it stands after. */
export function DeployDialog({ project, personaId: first, onClose }: DeployDialogProps) {
  const trpc = useTRPC();
  const { deploy } = useGitlabActs();
  const [personaId, setPersonaId] = useState(first);
  const [version, setVersion] = useState("");
  const [choice, setChoice] = useState(noChoice);
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const wanted = version === "" ? {} : { version: Number(version) };
  const preview = useQuery({
    ...trpc.gitlab.export.queryOptions({ personaId, ...wanted }),
    enabled: personaId !== "",
  });
  const { issues } = readFailure(deploy.error);
  if (deploy.data) return <DeployResult result={deploy.data} onClose={onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    deploy.mutate({ projectId: project.id, personaId, ...wanted, ...toProvision(choice) });
  };
  return (
    <Dialog
      title={`Deploy to ${project.name}`}
      description="As a Duo agent or, where GitLab has none, as a section of AGENTS.md. It replaces the persona's deployment before."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_7rem]">
          <Field label="Persona" path="personaId" issues={issues}>
            {(control) => (
              <Select
                {...control}
                required
                value={personaId}
                onChange={(event) => {
                  setPersonaId(event.target.value);
                  setVersion("");
                  setChoice(noChoice);
                }}
              >
                <option value="">Choose one</option>
                {personas.data?.items.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Version" path="version" issues={issues}>
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                placeholder="live"
                value={version}
                onChange={(event) => setVersion(event.target.value)}
              />
            )}
          </Field>
        </div>
        <FormError error={personas.error ?? preview.error} />
        {preview.data && (
          <>
            <VariableChecks
              variables={preview.data.variables}
              choice={choice}
              issues={issues}
              onChoice={setChoice}
            />
            <details>
              <summary className="cursor-pointer text-ink-muted text-table">
                What GitLab gets: version {preview.data.version}, {preview.data.model},{" "}
                {preview.data.tools.length === 1 ? "1 tool" : `${preview.data.tools.length} tools`}
              </summary>
              <div className="pt-2">
                <CodeBlock text={preview.data.systemPrompt} label="system prompt" wrap className="max-h-60" />
              </div>
            </details>
          </>
        )}
        <FormError error={deploy.error} paths={["personaId", "version", "variables"]} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={deploy.isPending || !preview.data}>
            {deploy.isPending ? "Deploying…" : "Deploy persona"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
