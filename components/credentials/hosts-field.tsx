"use client";

import { Field } from "@/components/shared/field";
import { Textarea } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";

type HostsFieldProps = { value: string; issues: Failure["issues"]; onValue: (value: string) => void };

/** Where a credential's values may be sent, one host a line. */
export function HostsField({ value, issues, onValue }: HostsFieldProps) {
  return (
    <Field
      label="Hosts it may be sent to"
      path="allowedHosts"
      issues={issues}
      hint="One a line: api.example.com, or *.example.com for all below it. With none, no request carries it."
    >
      {(control) => (
        <Textarea
          {...control}
          rows={2}
          spellCheck={false}
          autoComplete="off"
          placeholder="api.example.com"
          value={value}
          onChange={(event) => onValue(event.target.value)}
          className="font-mono"
        />
      )}
    </Field>
  );
}

/** The hosts in what was typed. */
export function readHosts(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((host) => host.trim())
    .filter(Boolean);
}
