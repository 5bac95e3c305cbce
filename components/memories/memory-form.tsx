"use client";

import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { MemoryFields, memoryPaths, toDraft, toFields } from "@/components/memories/memory-fields";
import { MemoryOrigin } from "@/components/memories/memory-origin";
import { useMemoryActs } from "@/components/memories/use-memory-acts";
import { ConfirmDialog } from "@/components/shared/confirm-dialog";
import { FormError } from "@/components/shared/form-error";
import { useDraft } from "@/components/shared/use-draft";
import { Button } from "@/components/ui/button";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { MemoryOutput } from "@/server/memories/schema";

/** A memory's words, to be changed; or the memory, to be deleted. */
export function MemoryForm({ memory, onClose }: { memory: MemoryOutput; onClose: () => void }) {
  const { update, remove } = useMemoryActs();
  const { draft, change } = useDraft(toDraft(memory));
  const [isDeleting, setDeleting] = useState(false);
  const { id, title } = memory;
  const finish = (text: string) => () => {
    showToast({ tone: "success", text });
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ id, ...toFields(draft) }, { onSuccess: finish("Memory saved") });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <MemoryOrigin memory={memory} />
      <MemoryFields draft={draft} issues={readFailure(update.error).issues} onDraft={change} />
      <FormError error={update.error} paths={memoryPaths} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button tone="quiet" className="mr-auto -ml-3" onClick={() => setDeleting(true)}>
          <Trash2 aria-hidden className="size-3.5" /> Delete
        </Button>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" disabled={update.isPending}>
          Save memory
        </Button>
      </div>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete “${title}”?`}
          act="Delete memory"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id }, { onSuccess: finish("Memory deleted") })}
          onClose={() => setDeleting(false)}
        >
          {memory.personaName ?? "The persona"} forgets it. What it has already done stays as it is.
        </ConfirmDialog>
      )}
    </form>
  );
}
