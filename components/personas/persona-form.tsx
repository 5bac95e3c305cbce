"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { FallbackModels } from "@/components/personas/fallback-models";
import { LimitFields } from "@/components/personas/limit-fields";
import { ModelSelect } from "@/components/personas/model-select";
import { readPersonaDraft, toPersonaFields } from "@/components/personas/persona-draft";
import { RuntimeSelect } from "@/components/personas/runtime-select";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { useDraft } from "@/components/shared/use-draft";
import { Input, Textarea } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { keepSaved } from "@/lib/keep-saved";
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
  const { draft, isDirty, change, discard, settle } = useDraft(readPersonaDraft(persona));
  const save = useMutation(
    trpc.personas.save.mutationOptions({
      onSuccess: async (saved) => {
        keepSaved(queries, trpc.personas.get)(saved);
        await Promise.all([
          queries.invalidateQueries(trpc.personas.pathFilter()),
          queries.invalidateQueries(trpc.designs.validate.pathFilter()),
        ]);
      },
    }),
  );
  const { issues } = readFailure(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { id: persona.id, ...toPersonaFields(draft, persona.modelProfile) },
      { onSuccess: () => settle(draft) },
    );
  };
  return (
    <Section title="Persona">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-4">
        <Field label="Name" path="name" issues={issues}>
          {(control) => (
            <Input
              {...control}
              required
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
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
              value={draft.description}
              onChange={(event) => change({ description: event.target.value })}
              className="min-h-20"
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <RuntimeSelect value={draft.runtime} onValue={(runtime) => change({ runtime })} issues={issues} />
          <ModelSelect
            value={draft.model}
            onValue={(model) => change({ model })}
            issues={issues}
            path="modelProfile.model"
          />
        </div>
        <FallbackModels
          value={draft.fallbackModels}
          onValue={(fallbackModels) => change({ fallbackModels })}
          issues={issues}
        />
        <LimitFields draft={draft} onChange={change} issues={issues} />
        <FormError error={save.error} paths={paths} />
        <SaveBar act="Save persona" isDirty={isDirty} isPending={save.isPending} onDiscard={discard} />
      </form>
    </Section>
  );
}
