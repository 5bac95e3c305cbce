"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

type FallbackModelsProps = {
  /** In the order in which they are asked; null for those of Settings. */
  value: string[] | null;
  onValue: (value: string[] | null) => void;
  issues: Failure["issues"];
};

const mostModels = 5;

/** The models that are asked when the first one does not answer: those of Settings, or a list of one's own. */
export function FallbackModels({ value, onValue, issues }: FallbackModelsProps) {
  const trpc = useTRPC();
  const { data: models = [] } = useQuery({
    ...trpc.settings.models.queryOptions(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const own = value ?? [];
  const problems = issues.filter(({ path }) => path.startsWith("modelProfile.fallbackModels"));
  const change = (next: string[]) => onValue(next.length === 0 ? null : next);
  const spare = models.find(({ id }) => !own.includes(id));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-semibold text-table">When the model does not answer</legend>
      {value === null && (
        <p className="text-ink-muted text-table">The models that Settings name are asked.</p>
      )}
      {/* By place, so that a choice made by keys keeps the focus: it changes the model. */}
      {[...own.entries()].map(([place, model]) => (
        <div key={place} className="flex gap-2">
          <Select
            aria-label={`Fallback model ${place + 1}`}
            value={model}
            onChange={(event) => change(own.with(place, event.target.value))}
          >
            {!models.some(({ id }) => id === model) && <option value={model}>{model}</option>}
            {models
              .filter(({ id }) => id === model || !own.includes(id))
              .map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
          </Select>
          <Button
            tone="quiet"
            size="icon"
            aria-label={`Remove fallback model ${place + 1}`}
            onClick={() => change(own.toSpliced(place, 1))}
          >
            <Trash2 aria-hidden className="size-4" />
          </Button>
        </div>
      ))}
      {problems.length > 0 && (
        <p className="text-failed text-table">{problems.map(({ message }) => message).join(" ")}</p>
      )}
      {spare && own.length < mostModels && (
        <Button className="self-start" onClick={() => change([...own, spare.id])}>
          <Plus aria-hidden className="size-3.5" /> Add fallback model
        </Button>
      )}
    </fieldset>
  );
}
