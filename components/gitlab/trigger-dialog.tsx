"use client";

import { type FormEvent, useState } from "react";
import { readAssignments } from "@/components/gitlab/read-assignments";
import { useGitlabActs } from "@/components/gitlab/use-gitlab-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input, Textarea } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { ProjectOutput } from "@/server/gitlab/schema";

/** Starts a pipeline on a branch or tag, with variables. */
export function TriggerDialog({ project, onClose }: { project: ProjectOutput; onClose: () => void }) {
  const { trigger } = useGitlabActs();
  const [ref, setRef] = useState(project.defaultBranch ?? "main");
  const [text, setText] = useState("");
  const [token, setToken] = useState("");
  const { variables, problem } = readAssignments(text);
  const { issues } = readFailure(trigger.error);
  const said = problem ? [{ path: "variables", message: problem }] : issues;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    trigger.mutate(
      { projectId: project.id, ref, variables, ...(token.trim() ? { token } : {}) },
      {
        onSuccess: ({ pipelineId }) => {
          showToast({ tone: "success", text: `Pipeline #${pipelineId} was started` });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog title={`Start a pipeline of ${project.name}`} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Branch or tag" path="ref" issues={issues}>
          {(control) => (
            <Input
              {...control}
              required
              spellCheck={false}
              value={ref}
              onChange={(event) => setRef(event.target.value)}
              className="font-mono"
            />
          )}
        </Field>
        <Field label="Variables" path="variables" issues={said} hint="One NAME=value a line">
          {(control) => (
            <Textarea
              {...control}
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
              className="min-h-20 font-mono text-code"
            />
          )}
        </Field>
        <Field
          label="Trigger token"
          path="token"
          issues={issues}
          hint="Without one the hub uses its own, which it makes in the project; that needs the role Maintainer."
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="off"
              spellCheck={false}
              value={token}
              onChange={(event) => setToken(event.target.value)}
              className="font-mono"
            />
          )}
        </Field>
        <FormError error={trigger.error} paths={["ref", "variables", "token"]} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={trigger.isPending || problem !== null}>
            Start pipeline
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
