"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import {
  readStructuredPrompt,
  type StructuredDraft,
  startStructuredPrompt,
  writeStructuredPrompt,
} from "@/components/personas/structured-prompt";
import { StructuredPromptFields } from "@/components/personas/structured-prompt-fields";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { Textarea } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { PersonaOutput, VersionOutput } from "@/server/personas/schema";

type Draft = { mode: "plain" | "sections"; plain: string; structured: StructuredDraft };

type PromptEditorProps = {
  persona: PersonaOutput;
  /** The version that is edited, where it is not the live one. */
  version: VersionOutput | null;
  onSaved: (saved: PersonaOutput, isDraft: boolean) => void;
};

/** Edits what a persona is told: as one text, or in sections. What is saved becomes a draft, or live. */
export function PromptEditor({ persona, version, onSaved }: PromptEditorProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft | null>(null);
  const save = useMutation(
    trpc.personas.save.mutationOptions({
      onSuccess: async (saved, { draft: isDraft = false }) => {
        await Promise.all([
          queries.invalidateQueries(trpc.personas.pathFilter()),
          queries.invalidateQueries(trpc.events.previewPrompt.pathFilter()),
          queries.invalidateQueries(trpc.designs.validate.pathFilter()),
        ]);
        setDraft(null);
        onSaved(saved, isDraft);
      },
    }),
  );
  const stored = readDraft(version?.content ?? persona);
  const shown = draft ?? stored;
  const { issues } = readFailure(save.error);
  const saveAs = (isDraft: boolean) => {
    const structuredPrompt = shown.mode === "sections" ? writeStructuredPrompt(shown.structured) : null;
    save.mutate({
      ...version?.content,
      id: persona.id,
      systemPrompt: shown.plain,
      structuredPrompt,
      ...(isDraft ? { draft: true } : {}),
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saveAs(false);
  };
  const setMode = (mode: Draft["mode"]) => {
    const isFirst = mode === "sections" && writeStructuredPrompt(shown.structured) === "{}";
    setDraft({ ...shown, mode, structured: isFirst ? startStructuredPrompt(shown.plain) : shown.structured });
  };
  return (
    <Section
      title="Prompt"
      action={
        <Segments
          label="Form of the prompt"
          value={shown.mode}
          onValue={setMode}
          options={[
            { value: "plain", label: "One text" },
            { value: "sections", label: "Sections" },
          ]}
        />
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-4 pt-4">
        {shown.mode === "plain" ? (
          <Field
            label="What it is and does"
            path="systemPrompt"
            issues={issues}
            hint="Markdown. Name and description are put before it; the event's data follows it."
          >
            {(control) => (
              <Textarea
                {...control}
                value={shown.plain}
                onChange={(event) => setDraft({ ...shown, plain: event.target.value })}
                className="min-h-80 font-mono text-code"
              />
            )}
          </Field>
        ) : (
          <StructuredPromptFields
            draft={shown.structured}
            onDraft={(structured) => setDraft({ ...shown, structured })}
            issues={issues}
          />
        )}
        <FormError error={save.error} paths={["systemPrompt", "structuredPrompt"]} />
        <SaveBar
          act="Save and make live"
          other={{ act: "Save as draft", onAct: () => saveAs(true) }}
          isDirty={draft !== null}
          isPending={save.isPending}
          onDiscard={() => setDraft(null)}
        />
      </form>
    </Section>
  );
}

function readDraft(persona: Pick<PersonaOutput, "systemPrompt" | "structuredPrompt">): Draft {
  const structured = readStructuredPrompt(persona.structuredPrompt);
  return {
    mode: structured ? "sections" : "plain",
    plain: persona.systemPrompt,
    structured: structured ?? startStructuredPrompt(""),
  };
}
