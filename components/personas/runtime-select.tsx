"use client";

import { Field } from "@/components/shared/field";
import { Select } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";
import type { PersonaOutput } from "@/server/personas/schema";

type Runtime = PersonaOutput["runtime"];
type RuntimeSelectProps = { value: Runtime; onValue: (value: Runtime) => void; issues: Failure["issues"] };

const words: Record<Runtime, { label: string; hint: string }> = {
  hub: { label: "In the hub", hint: "Claude is called from here." },
  "dry-run": { label: "Dry run", hint: "No model is called; the output shows what would have been sent." },
};

/** Where a persona's executions run. */
export function RuntimeSelect({ value, onValue, issues }: RuntimeSelectProps) {
  return (
    <Field label="Runtime" path="runtime" issues={issues} hint={words[value].hint}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onValue(event.target.value as Runtime)}>
          {Object.entries(words).map(([id, { label }]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
