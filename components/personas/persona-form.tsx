"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { FallbackModels } from "@/components/personas/fallback-models";
import { LimitFields } from "@/components/personas/limit-fields";
import { ModelSelect } from "@/components/personas/model-select";
import { type PersonaDraft, readPersonaDraft, toPersonaFields } from "@/components/personas/persona-draft";
import { RuntimeSelect } from "@/components/personas/runtime-select";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { Input, Textarea } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { PersonaOutput } from "@/server/personas/schema";

const paths = [
  "name",
  "description",
  "runtime",
  "modelProfile",
  "maxConcurrent",
  "timeoutMs",
  "maxBudgetUsd",
  "maxTurns",
  "monthlyBudgetUsd",
];

/** Edits who a persona is and how it runs. */
export function PersonaForm({ persona }: { persona: PersonaOutput }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<PersonaDraft | null>(null);
  const save = useMutation(
    trpc.personas.save.mutationOptions({
      onSuccess: async () => {
        await Promise.all([
          queries.invalidateQueries(trpc.personas.pathFilter()),
          queries.invalidateQueries(trpc.designs.validate.pathFilter()),
        ]);
        setDraft(null);
      },
    }),
  );
  const shown = draft ?? readPersonaDraft(persona);
  const { issues } = readFailure(save.error);
  const set = (part: Partial<PersonaDraft>) => setDraft({ ...shown, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ id: persona.id, ...toPersonaFields(shown, persona.modelProfile) });
  };
  return (
    <Section title="Persona">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-4">
        <Field label="Name" path="name" issues={issues}>
          {(control) => (
            <Input
              {...control}
              required
              value={shown.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="What it does"
          path="description"
          issues={issues}
          hint="Part of the prompt, and shown in lists"
        >
          {(control) => (
            <Textarea
              {...control}
              value={shown.description}
              onChange={(event) => set({ description: event.target.value })}
              className="min-h-20"
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <RuntimeSelect value={shown.runtime} onValue={(runtime) => set({ runtime })} issues={issues} />
          <ModelSelect
            value={shown.model}
            onValue={(model) => set({ model })}
            issues={issues}
            path="modelProfile.model"
          />
        </div>
        <FallbackModels
          value={shown.fallbackModels}
          onValue={(fallbackModels) => set({ fallbackModels })}
          issues={issues}
        />
        <LimitFields draft={shown} onChange={set} issues={issues} />
        <FormError error={save.error} paths={paths} />
        <SaveBar
          act="Save persona"
          isDirty={draft !== null}
          isPending={save.isPending}
          onDiscard={() => setDraft(null)}
        />
      </form>
    </Section>
  );
}
