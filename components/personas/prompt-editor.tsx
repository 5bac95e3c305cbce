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
import { useDraft } from "@/components/shared/use-draft";
import { Textarea } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import { readFailure } from "@/lib/failure";
import { keepSaved } from "@/lib/keep-saved";
import { useTRPC } from "@/lib/trpc";
import type { PersonaOutput, VersionOutput } from "@/server/personas/schema";

type Draft = { mode: "plain" | "sections"; plain: string; structured: StructuredDraft };

type PromptEditorProps = {
  persona: PersonaOutput;
  /** The version that is edited, where it is not the live one. */
  version: VersionOutput | null;
  /** Called while the editor is shown: a save that ends after the page was left moves nothing. */
  onSaved: (saved: PersonaOutput, isDraft: boolean) => void;
};

/** Edits what a persona is told: as one text, or in sections. What is saved becomes a draft, or live. */
export function PromptEditor({ persona, version, onSaved }: PromptEditorProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { draft, isDirty, change, discard, settle } = useDraft(readDraft(version?.content ?? persona));
  // What is typed stays in sight when the prompt is stored in the other form meanwhile.
  const [heldMode, setHeldMode] = useState<Draft["mode"] | null>(null);
  const mode = heldMode ?? draft.mode;
  const save = useMutation(
    trpc.personas.save.mutationOptions({
      onSuccess: async (saved, { draft: isDraft = false }) => {
        keepSaved(queries, trpc.personas.get)(saved);
        await Promise.all([
          queries.invalidateQueries(trpc.personas.pathFilter()),
          queries.invalidateQueries(trpc.events.previewPrompt.pathFilter()),
          queries.invalidateQueries(trpc.designs.validate.pathFilter()),
          // The page goes on to the draft: it is read before, so that no skeleton takes the editor's place.
          isDraft && saved.draftVersion !== null
            ? queries.prefetchQuery(
                trpc.personas.version.queryOptions({ id: saved.id, version: saved.draftVersion }),
              )
            : null,
        ]);
      },
    }),
  );
  const { issues } = readFailure(save.error);
  const saveAs = (isDraft: boolean) => {
    const structuredPrompt = mode === "sections" ? writeStructuredPrompt(draft.structured) : null;
    save.mutate(
      {
        ...version?.content,
        id: persona.id,
        systemPrompt: draft.plain,
        structuredPrompt,
        ...(isDraft ? { draft: true } : {}),
      },
      {
        onSuccess: (saved) => {
          settle(draft);
          setHeldMode((now) => (now === mode ? null : now));
          onSaved(saved, isDraft);
        },
      },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saveAs(false);
  };
  const edit = (part: Partial<Draft>) => {
    setHeldMode(mode);
    change(part);
  };
  const setMode = (chosen: Draft["mode"]) => {
    setHeldMode(chosen);
    const isFirst = chosen === "sections" && writeStructuredPrompt(draft.structured) === "{}";
    if (isFirst) change({ structured: startStructuredPrompt(draft.plain) });
  };
  return (
    <Section
      title="Prompt"
      action={
        <Segments
          label="Form of the prompt"
          value={mode}
          onValue={setMode}
          options={[
            { value: "plain", label: "One text" },
            { value: "sections", label: "Sections" },
          ]}
        />
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-4 pt-4">
        {mode === "plain" ? (
          <Field
            label="What it is and does"
            path="systemPrompt"
            issues={issues}
            hint="Markdown. Name and description are put before it; the event's data follows it."
          >
            {(control) => (
              <Textarea
                {...control}
                value={draft.plain}
                onChange={(event) => edit({ plain: event.target.value })}
                className="min-h-80 font-mono text-code"
              />
            )}
          </Field>
        ) : (
          <StructuredPromptFields
            draft={draft.structured}
            onDraft={(structured) => edit({ structured })}
            issues={issues}
          />
        )}
        <FormError error={save.error} paths={["systemPrompt", "structuredPrompt"]} />
        <SaveBar
          act="Save and make live"
          other={{ act: "Save as draft", onAct: () => saveAs(true) }}
          isDirty={isDirty || mode !== draft.mode}
          isPending={save.isPending}
          onDiscard={() => {
            setHeldMode(null);
            discard();
          }}
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
