"use client";

import { Plus, Trash2 } from "lucide-react";
import {
  type SectionName,
  type StructuredDraft,
  sectionNames,
} from "@/components/personas/structured-prompt";
import { Field } from "@/components/shared/field";
import { Button } from "@/components/ui/button";
import { Input, Textarea } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";

type FieldsProps = {
  draft: StructuredDraft;
  onDraft: (draft: StructuredDraft) => void;
  issues: Failure["issues"];
};

const labels: Record<SectionName, string> = {
  identity: "Identity",
  instructions: "Instructions",
  toolGuidance: "Tool guidance",
  examples: "Examples",
  errorHandling: "Error handling",
  webSearch: "Web search",
};

/** The sections of a structured prompt, in the order in which they are sent; then those of one's own. */
export function StructuredPromptFields({ draft, onDraft, issues }: FieldsProps) {
  const setCustom = (custom: StructuredDraft["custom"]) => onDraft({ ...draft, custom });
  return (
    <>
      {sectionNames.map((name) => (
        <Field key={name} label={labels[name]} path={`structuredPrompt.${name}`} issues={issues}>
          {(control) => (
            <Textarea
              {...control}
              value={draft.sections[name]}
              onChange={(event) =>
                onDraft({ ...draft, sections: { ...draft.sections, [name]: event.target.value } })
              }
              className="min-h-16 font-mono text-code"
            />
          )}
        </Field>
      ))}
      {draft.custom.map((section, index) => {
        const change = (part: Partial<typeof section>) =>
          setCustom(draft.custom.map((item) => (item.key === section.key ? { ...item, ...part } : item)));
        return (
          <fieldset key={section.key} className="flex flex-col gap-1">
            <legend className="sr-only">Section {section.heading || index + 1}</legend>
            <div className="flex gap-2">
              <Input
                aria-label="Heading"
                placeholder="Heading"
                value={section.heading}
                onChange={(event) => change({ heading: event.target.value })}
                className="font-semibold"
              />
              <Button
                tone="quiet"
                size="icon"
                aria-label={`Remove section ${section.heading || index + 1}`}
                onClick={() => setCustom(draft.custom.filter((item) => item.key !== section.key))}
              >
                <Trash2 aria-hidden className="size-4" />
              </Button>
            </div>
            <Textarea
              aria-label={`Text of ${section.heading || "the section"}`}
              value={section.content}
              onChange={(event) => change({ content: event.target.value })}
              className="min-h-16 font-mono text-code"
            />
          </fieldset>
        );
      })}
      <Button
        className="self-start"
        onClick={() => setCustom([...draft.custom, { key: `new-${Date.now()}`, heading: "", content: "" }])}
      >
        <Plus aria-hidden className="size-3.5" /> Add section
      </Button>
    </>
  );
}
