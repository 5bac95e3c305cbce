"use client";

import { Field } from "@/components/shared/field";
import { SchemaField } from "@/components/tools/schema-field";
import type { ToolDraft } from "@/components/tools/tool-draft";
import { Input, Select, Textarea } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";

type ToolFieldsProps = {
  draft: ToolDraft;
  issues: Failure["issues"];
  onDraft: (part: Partial<ToolDraft>) => void;
};
type TextName = "name" | "category" | "requiresCredentialType" | "scriptPath";

/** What a tool is, how it is used, what it takes. */
export function ToolFields({ draft, issues, onDraft }: ToolFieldsProps) {
  const text = (name: TextName, label: string, hint: string, isRequired = false) => (
    <Field label={label} path={name} issues={issues} hint={hint}>
      {(control) => (
        <Input
          {...control}
          required={isRequired}
          autoComplete="off"
          spellCheck={false}
          value={draft[name]}
          onChange={(event) => onDraft({ [name]: event.target.value })}
          className="font-mono"
        />
      )}
    </Field>
  );
  return (
    <>
      {text("name", "Name", "As models see it: letters, digits, _ and -", true)}
      <Field
        label="Description"
        path="description"
        issues={issues}
        hint="When to use it, in a sentence or two"
      >
        {(control) => (
          <Textarea
            {...control}
            value={draft.description}
            onChange={(event) => onDraft({ description: event.target.value })}
            className="min-h-16"
          />
        )}
      </Field>
      <Field
        label="Implementation guide"
        path="implementationGuide"
        issues={issues}
        hint="How the request is made: method, URL, headers, body. The persona follows it."
      >
        {(control) => (
          <Textarea
            {...control}
            value={draft.implementationGuide}
            onChange={(event) => onDraft({ implementationGuide: event.target.value })}
            className="min-h-24 font-mono text-code"
          />
        )}
      </Field>
      <SchemaField
        label="Input schema"
        path="inputSchema"
        issues={issues}
        value={draft.inputSchema}
        onValue={(inputSchema) => onDraft({ inputSchema })}
        hint="JSON Schema of what the tool takes; empty for nothing of its own"
      />
      <div className="grid gap-4 sm:grid-cols-2">
        {text("requiresCredentialType", "Credential type", "Only credentials of this type are put in")}
        <Field label="Effect" path="effect" issues={issues} hint="A write is never repeated by itself">
          {(control) => (
            <Select
              {...control}
              value={draft.effect}
              onChange={(event) => onDraft({ effect: event.target.value === "read" ? "read" : "write" })}
            >
              <option value="write">Writes</option>
              <option value="read">Reads</option>
            </Select>
          )}
        </Field>
        {text("scriptPath", "Script", "Path on the workers; with one it runs there only")}
        {text("category", "Category", "Groups tools in the prompt")}
      </div>
    </>
  );
}
