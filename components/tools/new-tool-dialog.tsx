"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { FormError } from "@/components/shared/form-error";
import { findJsonFault, toDraft, toFields, toolPaths } from "@/components/tools/tool-draft";
import { ToolFields } from "@/components/tools/tool-fields";
import { useToolActs } from "@/components/tools/use-tool-acts";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { readFailure } from "@/lib/failure";

/** Defines a tool, and leads to its page. */
export function NewToolDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const { save } = useToolActs();
  const [draft, setDraft] = useState(() => toDraft(null));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(toFields(draft), { onSuccess: ({ id }) => router.push(`/tools/${id}`) });
  };
  return (
    <Dialog
      title="New tool"
      description="What a persona can be given to use one service with."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <ToolFields
          draft={draft}
          issues={readFailure(save.error).issues}
          onDraft={(part) => setDraft({ ...draft, ...part })}
        />
        <FormError error={save.error} paths={toolPaths} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            disabled={save.isPending || findJsonFault(draft.inputSchema) !== null}
          >
            Create tool
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
