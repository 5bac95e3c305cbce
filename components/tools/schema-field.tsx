"use client";

import { Field } from "@/components/shared/field";
import { findJsonFault } from "@/components/tools/tool-draft";
import { Textarea } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";

type SchemaFieldProps = {
  label: string;
  path: string;
  hint?: string;
  value: string;
  issues: Failure["issues"];
  onValue: (value: string) => void;
};

/** A JSON Schema as text. What makes it no JSON is said while it is written, what makes it no schema by the hub. */
export function SchemaField({ label, path, hint, value, issues, onValue }: SchemaFieldProps) {
  const fault = findJsonFault(value);
  const all = fault === null ? issues : [{ path, message: fault }];
  return (
    <Field label={label} path={path} issues={all} {...(hint ? { hint } : {})}>
      {(control) => (
        <Textarea
          {...control}
          value={value}
          onChange={(event) => onValue(event.target.value)}
          spellCheck={false}
          autoComplete="off"
          placeholder={example}
          className="min-h-32 font-mono text-code"
        />
      )}
    </Field>
  );
}

const example = `{
  "type": "object",
  "properties": { "orderId": { "type": "string" } },
  "required": ["orderId"]
}`;
