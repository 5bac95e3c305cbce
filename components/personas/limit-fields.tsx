"use client";

import type { PersonaDraft } from "@/components/personas/persona-draft";
import { Field } from "@/components/shared/field";
import { Input } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";

type LimitFieldsProps = {
  draft: PersonaDraft;
  onChange: (part: Partial<PersonaDraft>) => void;
  issues: Failure["issues"];
};

type Limit = {
  key: "maxConcurrent" | "timeoutSeconds" | "maxTokens" | "maxBudgetUsd" | "maxTurns" | "monthlyBudgetUsd";
  path: string;
  label: string;
  hint: string;
  min: number;
  max: number;
  step?: string;
  isRequired?: true;
};

const limits: Limit[] = [
  {
    key: "maxConcurrent",
    path: "maxConcurrent",
    label: "At once",
    hint: "1 to 100; more wait in line",
    min: 1,
    max: 100,
    isRequired: true,
  },
  {
    key: "timeoutSeconds",
    path: "timeoutMs",
    label: "Time limit, in seconds",
    hint: "1 to 600",
    min: 1,
    max: 600,
    step: "any",
    isRequired: true,
  },
  {
    key: "maxTokens",
    path: "modelProfile.maxTokens",
    label: "Most tokens of an answer",
    hint: "Empty: the model's own limit",
    min: 1,
    max: 1_000_000,
  },
  {
    key: "maxTurns",
    path: "maxTurns",
    label: "Most turns",
    hint: "Empty: no limit of its own",
    min: 1,
    max: 1000,
  },
  {
    key: "maxBudgetUsd",
    path: "maxBudgetUsd",
    label: "Budget for one execution, in dollars",
    hint: "Empty: no limit of its own",
    min: 0,
    max: 1000,
    step: "any",
  },
  {
    key: "monthlyBudgetUsd",
    path: "monthlyBudgetUsd",
    label: "Budget for a month, in dollars",
    hint: "Empty: no limit; at the limit work waits until it is raised",
    min: 0,
    max: 1_000_000,
    step: "any",
  },
];

/** The bounds within which a persona's executions stay. */
export function LimitFields({ draft, onChange, issues }: LimitFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {limits.map(({ key, path, label, hint, min, max, step, isRequired }) => (
        <Field key={key} label={label} path={path} issues={issues} hint={hint}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={min}
              max={max}
              step={step}
              required={isRequired}
              value={draft[key]}
              onChange={(event) => onChange({ [key]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  );
}
