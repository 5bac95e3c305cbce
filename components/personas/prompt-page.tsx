"use client";

import { useQuery } from "@tanstack/react-query";
import { PromptEditor } from "@/components/personas/prompt-editor";
import { PromptPreview } from "@/components/personas/prompt-preview";
import { useTRPC } from "@/lib/trpc";

/** A persona's prompt: what it is made of on the left, what the model is sent on the right. */
export function PromptPage({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const { data: persona } = useQuery(trpc.personas.get.queryOptions({ id: personaId }));
  if (!persona) return null;
  return (
    <div className="grid gap-x-8 gap-y-8 lg:grid-cols-2">
      <PromptEditor key={persona.id} persona={persona} />
      <div className="min-w-0 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:self-start lg:overflow-y-auto">
        <PromptPreview persona={persona} />
      </div>
    </div>
  );
}
