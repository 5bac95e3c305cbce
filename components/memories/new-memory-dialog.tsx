"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { MemoryFields, memoryPaths, toDraft, toFields } from "@/components/memories/memory-fields";
import { useMemoryActs } from "@/components/memories/use-memory-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

type NewMemoryDialogProps = {
  /** Whose it will be; chosen in the dialog when there is none. */
  personaId: string | null;
  onClose: () => void;
};

/** Has a persona remember what a person knows. */
export function NewMemoryDialog({ personaId, onClose }: NewMemoryDialogProps) {
  const trpc = useTRPC();
  const { create } = useMemoryActs();
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const [owner, setOwner] = useState(personaId ?? "");
  const [draft, setDraft] = useState(() => toDraft(null));
  const { issues } = readFailure(create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      { personaId: owner, ...toFields(draft) },
      {
        onSuccess: ({ personaName }) => {
          showToast({ tone: "success", text: `${personaName ?? "The persona"} will remember it` });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      title="New memory"
      description="What fits an execution's input is put into the persona's prompt, the most relevant first."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        {personaId === null && (
          <Field label="Persona" path="personaId" issues={issues}>
            {(control) => (
              <Select {...control} required value={owner} onChange={(event) => setOwner(event.target.value)}>
                <option value="">Choose a persona</option>
                {(personas.data?.items ?? []).map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <MemoryFields
          draft={draft}
          issues={issues}
          onDraft={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        <FormError error={create.error} paths={memoryPaths} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={create.isPending}>
            Add memory
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
