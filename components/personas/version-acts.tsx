"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";
import type { VersionSummary } from "@/server/personas/schema";

/** What can be done with a version that is not live: make it live, edit it, or discard it while it is a draft. */
export function VersionActs({ personaId, version }: { personaId: string; version: VersionSummary }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const told = (text: string) => async () => {
    showToast({ tone: "success", text });
    await Promise.all([
      queries.invalidateQueries(trpc.personas.pathFilter()),
      queries.invalidateQueries(trpc.events.previewPrompt.pathFilter()),
      queries.invalidateQueries(trpc.designs.validate.pathFilter()),
    ]);
  };
  const number = version.version;
  const makeLive = useMutation(
    trpc.personas.makeLive.mutationOptions({ onSuccess: told(`Runs use version ${number} now`) }),
  );
  const discard = useMutation(
    trpc.personas.discardDraft.mutationOptions({
      onSuccess: async () => {
        router.replace(`/personas/${personaId}/versions`);
        await told(`Draft ${number} was discarded`)();
      },
    }),
  );
  if (version.label === "live") return null;
  const isPending = makeLive.isPending || discard.isPending;
  const ref = { id: personaId, version: number };
  return (
    <div className="flex flex-col gap-3 pt-5">
      <FormError error={makeLive.error ?? discard.error} />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" disabled={isPending} onClick={() => makeLive.mutate(ref)}>
          Make version {number} live
        </Button>
        <ButtonLink href={`/personas/${personaId}?version=${number}`}>Edit version {number}</ButtonLink>
        {version.label === "draft" && (
          <Button tone="quiet" disabled={isPending} onClick={() => discard.mutate(ref)}>
            Discard draft
          </Button>
        )}
      </div>
    </div>
  );
}
