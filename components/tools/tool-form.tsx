"use client";

import type { FormEvent } from "react";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { useDraft } from "@/components/shared/use-draft";
import { toDraft, toFields, toolPaths } from "@/components/tools/tool-draft";
import { ToolFields } from "@/components/tools/tool-fields";
import { useToolActs } from "@/components/tools/use-tool-acts";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { DefinitionOutput } from "@/server/tools/schema";

/** A tool definition, to be changed. */
export function ToolForm({ tool }: { tool: DefinitionOutput }) {
  const { save } = useToolActs();
  const { draft, isDirty, change, discard, settle } = useDraft(toDraft(tool));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { id: tool.id, ...toFields(draft) },
      {
        onSuccess: () => {
          settle(draft);
          showToast({ tone: "success", text: "Tool saved" });
        },
      },
    );
  };
  return (
    <Section title="Definition">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-3">
        <ToolFields draft={draft} issues={readFailure(save.error).issues} onDraft={change} />
        <FormError error={save.error} paths={toolPaths} />
        <SaveBar act="Save tool" isDirty={isDirty} isPending={save.isPending} onDiscard={discard} />
      </form>
    </Section>
  );
}
