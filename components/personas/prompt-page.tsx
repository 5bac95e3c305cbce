"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsInteger, useQueryState } from "nuqs";
import { useState } from "react";
import { PersonaIssues } from "@/components/personas/persona-issues";
import { PromptEditor } from "@/components/personas/prompt-editor";
import { PromptPreview } from "@/components/personas/prompt-preview";
import { VersionNotice } from "@/components/personas/version-notice";
import { ErrorState } from "@/components/shared/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";

/** A persona's prompt: what it is made of on the left, what the model is sent on the right; live, or of another version. */
export function PromptPage({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const [asked, setAsked] = useQueryState("version", parseAsInteger);
  // The address that is edited. A new one gets an editor of its own, unless a save led there: then what was typed
  // meanwhile goes along.
  const [edited, setEdited] = useState({ asked, editor: 0 });
  if (edited.asked !== asked) setEdited({ asked, editor: edited.editor + 1 });
  const moveOn = (version: number | null) => {
    setEdited((now) => ({ ...now, asked: version }));
    void setAsked(version);
  };
  const { data: persona } = useQuery(trpc.personas.get.queryOptions({ id: personaId }));
  const isOther = asked !== null && asked !== persona?.liveVersion;
  const version = useQuery({
    ...trpc.personas.version.queryOptions({ id: personaId, version: asked ?? 1 }),
    // Also while it is the live one: another may become it at any moment, with an editor open.
    enabled: asked !== null,
  });
  if (!persona) return null;
  const shown = isOther ? (version.data ?? null) : null;
  if (isOther && !version.data && version.error) {
    return <ErrorState what={`Version ${asked}`} error={version.error} onRetry={() => void setAsked(null)} />;
  }
  if (isOther && !shown) return <Skeleton className="h-96 w-full" />;
  return (
    <>
      <VersionNotice persona={persona} version={shown} />
      <div className="grid gap-x-8 gap-y-8 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-8">
          <PromptEditor
            key={`${persona.id} ${edited.editor}`}
            persona={persona}
            version={shown}
            onSaved={(saved, isDraft) => moveOn(isDraft ? saved.draftVersion : null)}
          />
          <PersonaIssues personaId={persona.id} version={shown?.version ?? null} />
        </div>
        <div className="min-w-0 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:self-start lg:overflow-y-auto">
          <PromptPreview persona={persona} version={shown?.version ?? null} />
        </div>
      </div>
    </>
  );
}
