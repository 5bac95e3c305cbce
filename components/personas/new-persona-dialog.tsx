"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ModelSelect } from "@/components/personas/model-select";
import { RuntimeSelect } from "@/components/personas/runtime-select";
import { WebhookSecret } from "@/components/personas/webhook-secret";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input, Textarea } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { PersonaOutput } from "@/server/personas/schema";

const paths = ["name", "description", "runtime", "modelProfile"];

/** Makes a persona; then shows, this once, the secret that its webhooks are signed with. */
export function NewPersonaDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const [draft, setDraft] = useState({
    name: "",
    description: "",
    model: "",
    runtime: "hub" as PersonaOutput["runtime"],
  });
  const save = useMutation(
    trpc.personas.save.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.personas.pathFilter()),
    }),
  );
  const { issues } = readFailure(save.error);
  const set = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({
      name: draft.name,
      description: draft.description.trim() || null,
      runtime: draft.runtime,
      modelProfile: draft.model ? JSON.stringify({ model: draft.model }) : null,
    });
  };
  if (save.data) {
    const open = () => router.push(`/personas/${save.data.id}`);
    return (
      <Dialog title={`${save.data.name} is ready`} onClose={open}>
        <WebhookSecret secret={save.data.webhookSecret} />
        <div className="mt-5 flex justify-end">
          <Button tone="primary" onClick={open}>
            Write its prompt
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="New persona" description="Its prompt and what it listens to come next." onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" path="name" issues={issues}>
          {(control) => (
            <Input
              {...control}
              required
              autoComplete="off"
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label="What it does" path="description" issues={issues}>
          {(control) => (
            <Textarea
              {...control}
              value={draft.description}
              onChange={(event) => set({ description: event.target.value })}
              className="min-h-16"
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <RuntimeSelect value={draft.runtime} onValue={(runtime) => set({ runtime })} issues={issues} />
          <ModelSelect value={draft.model} onValue={(model) => set({ model })} issues={issues} />
        </div>
        <FormError error={save.error} paths={paths} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={save.isPending}>
            Create persona
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
