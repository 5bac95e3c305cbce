"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { DesignProgress } from "@/components/personas/design-progress";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input, Textarea } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

type DesignDialogProps = {
  /** The designs that are followed; none while the intention is being written. */
  designIds: string[];
  onDesigns: (designIds: string[]) => void;
  onClose: () => void;
};

const paths = ["description", "count", "maxBudgetUsd"];

/** Has personas designed from an intention, and follows them stage by stage until they can be opened. */
export function DesignDialog({ designIds, onDesigns, onClose }: DesignDialogProps) {
  const trpc = useTRPC();
  const [draft, setDraft] = useState({ description: "", count: "1", maxBudgetUsd: "" });
  const design = useMutation(
    trpc.designs.createBatch.mutationOptions({
      onSuccess: ({ designs }) => onDesigns(designs.map(({ designId }) => designId)),
    }),
  );
  const { issues } = readFailure(design.error);
  const set = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    design.mutate({
      description: draft.description,
      count: Number(draft.count),
      ...(draft.maxBudgetUsd.trim() ? { maxBudgetUsd: Number(draft.maxBudgetUsd) } : {}),
    });
  };
  if (designIds.length > 0) {
    return (
      <Dialog title="Design personas" onClose={onClose}>
        <div className="flex flex-col gap-6">
          {designIds.map((designId) => (
            <DesignProgress key={designId} designId={designId} />
          ))}
          <div className="flex justify-end">
            <Button onClick={() => onDesigns([])}>Design another</Button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      title="Design personas"
      description="Claude writes their instructions from what you intend. You can change everything afterwards."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="What is to be done"
          path="description"
          issues={issues}
          hint="What starts it, what it reads, what a good result is, and whom it tells"
        >
          {(control) => (
            <Textarea
              {...control}
              required
              value={draft.description}
              onChange={(event) => set({ description: event.target.value })}
              className="min-h-32"
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="How many" path="count" issues={issues} hint="1 to 10, working as a team">
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                max={10}
                required
                value={draft.count}
                onChange={(event) => set({ count: event.target.value })}
              />
            )}
          </Field>
          <Field
            label="Budget for one execution, in dollars"
            path="maxBudgetUsd"
            issues={issues}
            hint="Empty: no limit of its own"
          >
            {(control) => (
              <Input
                {...control}
                type="number"
                min={0}
                max={1000}
                step="any"
                value={draft.maxBudgetUsd}
                onChange={(event) => set({ maxBudgetUsd: event.target.value })}
              />
            )}
          </Field>
        </div>
        <FormError error={design.error} paths={paths} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={design.isPending}>
            Design
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
