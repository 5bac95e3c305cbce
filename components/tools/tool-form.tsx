"use client";

import { type FormEvent, useState } from "react";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { toDraft, toFields, toolPaths } from "@/components/tools/tool-draft";
import { ToolFields } from "@/components/tools/tool-fields";
import { useToolActs } from "@/components/tools/use-tool-acts";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { DefinitionOutput } from "@/server/tools/schema";

/** A tool definition, to be changed. */
export function ToolForm({ tool }: { tool: DefinitionOutput }) {
  const { save } = useToolActs();
  const [draft, setDraft] = useState(() => toDraft(tool));
  const isDirty = JSON.stringify(toFields(draft)) !== JSON.stringify(toFields(toDraft(tool)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { id: tool.id, ...toFields(draft) },
      {
        onSuccess: (saved) => {
          setDraft(toDraft(saved));
          showToast({ tone: "success", text: "Tool saved" });
        },
      },
    );
  };
  return (
    <Section title="Definition">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-3">
        <ToolFields
          draft={draft}
          issues={readFailure(save.error).issues}
          onDraft={(part) => setDraft({ ...draft, ...part })}
        />
        <FormError error={save.error} paths={toolPaths} />
        <SaveBar
          act="Save tool"
          isDirty={isDirty}
          isPending={save.isPending}
          onDiscard={() => setDraft(toDraft(tool))}
        />
      </form>
    </Section>
  );
}
