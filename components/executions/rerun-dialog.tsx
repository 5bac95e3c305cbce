"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { indentJson } from "@/components/executions/indent-json";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select, Textarea } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { ExecutionDetail } from "@/server/executions/schema";

type RerunDialogProps = { execution: ExecutionDetail; onClose: () => void };

/** Runs an execution again with another version of its persona, or with its input edited, and goes to the new one. */
export function RerunDialog({ execution, onClose }: RerunDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const first = indentJson(execution.inputData);
  const [input, setInput] = useState(first);
  const [version, setVersion] = useState("");
  const rerun = useMutation(
    trpc.executions.rerun.mutationOptions({
      onSuccess: ({ executionId }) => {
        void queries.invalidateQueries(trpc.executions.pathFilter());
        router.push(`/executions/${executionId}`);
      },
    }),
  );
  const fault = input === first ? null : findFault(input);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault) return;
    rerun.mutate({
      executionId: execution.id,
      ...(version === "" ? {} : { version: Number(version) }),
      ...(input === first ? {} : { input: JSON.parse(input) as unknown }),
    });
  };
  const issues = fault ? [{ path: "input", message: fault }] : readFailure(rerun.error).issues;
  return (
    <Dialog
      title={`Run ${execution.personaName} again`}
      description="The first execution stays as it is; the two can be compared side by side."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <VersionField execution={execution} version={version} onVersion={setVersion} issues={issues} />
        <Field
          label="Input"
          path="input"
          issues={issues}
          hint="JSON, as the first one got it. Edit it to see what another input makes of it."
        >
          {(control) => (
            <Textarea
              {...control}
              spellCheck={false}
              value={input}
              onChange={(event) => setInput(event.target.value)}
              className="min-h-40 font-mono text-code"
            />
          )}
        </Field>
        <FormError error={rerun.error} paths={["version", "input"]} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={rerun.isPending || fault !== null}>
            Run again
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type VersionFieldProps = {
  execution: ExecutionDetail;
  version: string;
  onVersion: (version: string) => void;
  issues: { path: string; message: string }[];
};

/** The versions that its persona has; left out for a run without one. */
function VersionField({ execution, version, onVersion, issues }: VersionFieldProps) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.personas.versions.queryOptions({ id: execution.personaId, limit: 100 }, { retry: false }),
  );
  if (!data || data.items.length === 0) return null;
  const own = execution.personaVersion;
  return (
    <Field
      label="Version"
      path="version"
      issues={issues}
      hint={own === null ? undefined : `The first one ran with version ${own}.`}
    >
      {(control) => (
        <Select {...control} value={version} onChange={(event) => onVersion(event.target.value)}>
          <option value="">The live one</option>
          {data.items.map((each) => (
            <option key={each.version} value={each.version}>
              {[`Version ${each.version}`, each.label, each.note].filter(Boolean).join(" · ")}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function findFault(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return `Not valid JSON: ${error instanceof Error ? error.message : "unreadable"}`;
  }
}
