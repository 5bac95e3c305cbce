"use client";

import { runtimeWords } from "@/components/personas/runtime-words";
import { Field } from "@/components/shared/field";
import { Select } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";
import type { PersonaOutput } from "@/server/personas/schema";

type Runtime = PersonaOutput["runtime"];
type RuntimeSelectProps = { value: Runtime; onValue: (value: Runtime) => void; issues: Failure["issues"] };

/** Where a persona's executions run. */
export function RuntimeSelect({ value, onValue, issues }: RuntimeSelectProps) {
  return (
    <Field label="Runtime" path="runtime" issues={issues} hint={runtimeWords[value].hint}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onValue(event.target.value as Runtime)}>
          {Object.entries(runtimeWords).map(([id, { label }]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
