"use client";

import type { ComponentProps, ReactNode } from "react";
import { Field } from "@/components/shared/field";
import type { TriggerDraft } from "@/components/triggers/trigger-draft";
import { Input, Select, Textarea } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import type { Failure } from "@/lib/failure";

/** What the parts of the form share: the draft, what the hub says against it, and how to change it. */
export type DraftControls = {
  draft: TriggerDraft;
  issues: Failure["issues"];
  set: (part: Partial<TriggerDraft>) => void;
};

type TextKey = {
  [Key in keyof TriggerDraft]: TriggerDraft[Key] extends string ? Key : never;
}[keyof TriggerDraft];
type Shared = DraftControls & { name: TextKey; label: string; path: string; hint?: ReactNode };

/** One line of text of the draft. */
export function TextField({
  draft,
  issues,
  set,
  name,
  label,
  path,
  hint,
  className,
  ...props
}: Shared & Omit<ComponentProps<"input">, keyof Shared>) {
  return (
    <Field label={label} path={path} issues={issues} hint={hint}>
      {(control) => (
        <Input
          {...props}
          {...control}
          autoComplete="off"
          value={draft[name]}
          onChange={(event) => set({ [name]: event.target.value })}
          className={className}
        />
      )}
    </Field>
  );
}

/** Several lines of text of the draft, in the typeface of code. */
export function LinesField({
  draft,
  issues,
  set,
  name,
  label,
  path,
  hint,
  placeholder,
}: Shared & { placeholder?: string }) {
  return (
    <Field label={label} path={path} issues={issues} hint={hint}>
      {(control) => (
        <Textarea
          {...control}
          spellCheck={false}
          placeholder={placeholder}
          value={draft[name]}
          onChange={(event) => set({ [name]: event.target.value })}
          className={cn("min-h-16 font-mono text-code")}
        />
      )}
    </Field>
  );
}

type Choice = { value: string; label: string };

/** A choice of the draft. */
export function ChoiceField({
  draft,
  issues,
  set,
  name,
  label,
  path,
  hint,
  options,
  required,
}: Shared & { options: Choice[]; required?: boolean }) {
  return (
    <Field label={label} path={path} issues={issues} hint={hint}>
      {(control) => (
        <Select
          {...control}
          required={required}
          value={draft[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
