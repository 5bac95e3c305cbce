"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Textarea } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

type RunDialogProps = { persona: { id: string; name: string; runtime: string }; onClose: () => void };

/** Runs a persona by hand and goes to the execution. */
export function RunDialog({ persona, onClose }: RunDialogProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const [prompt, setPrompt] = useState("");
  const run = useMutation(
    trpc.executions.execute.mutationOptions({
      onSuccess: ({ executionId }) => {
        void queries.invalidateQueries(trpc.executions.pathFilter());
        router.push(`/executions/${executionId}`);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate({ prompt, personaId: persona.id });
  };
  const note =
    persona.runtime === "dry-run" ? "A dry run: no model is called." : "Claude is called; it costs tokens.";
  return (
    <Dialog title={`Run ${persona.name}`} description={note} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="What should it do?"
          path="prompt"
          issues={readFailure(run.error).issues}
          hint="Given to the persona as its input, under “request”."
        >
          {(control) => (
            <Textarea
              {...control}
              required
              value={prompt}
              onChange={(event) => setPrompt(event.target.value)}
              className="min-h-28"
            />
          )}
        </Field>
        <FormError error={run.error} paths={["prompt"]} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={run.isPending}>
            Run persona
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
