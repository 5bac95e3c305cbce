"use client";

import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/shared/field";
import { Select } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

type ModelSelectProps = {
  value: string;
  onValue: (value: string) => void;
  issues: Failure["issues"];
  path?: string;
  label?: string;
  /** The words of "no choice of its own". */
  fallback?: string;
};

/** A model of the price table; an empty value leaves it to the next default. */
export function ModelSelect({
  value,
  onValue,
  issues,
  path = "modelProfile",
  label = "Model",
  fallback = "The workspace's default",
}: ModelSelectProps) {
  const trpc = useTRPC();
  const { data: models = [] } = useQuery({
    ...trpc.settings.models.queryOptions(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const chosen = models.find(({ id }) => id === value);
  const hint = chosen
    ? `$${chosen.inputUsdPerMTok} in, $${chosen.outputUsdPerMTok} out per million tokens`
    : "Cost is shown for each execution.";
  return (
    <Field label={label} path={path} issues={issues} hint={hint}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onValue(event.target.value)}>
          <option value="">{fallback}</option>
          {value && !chosen && <option value={value}>{value}</option>}
          {models.map((model) => (
            <option key={model.id} value={model.id}>
              {model.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
