"use client";

import type { FormEvent } from "react";
import { EndpointFields, endpointPaths, toDraft, toFields } from "@/components/endpoints/endpoint-fields";
import { useEndpointActs } from "@/components/endpoints/use-endpoint-acts";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { useDraft } from "@/components/shared/use-draft";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { EndpointOutput } from "@/server/endpoints/schema";

/** Where an endpoint is and what it is told of, to be changed. */
export function EndpointForm({ endpoint }: { endpoint: EndpointOutput }) {
  const { update } = useEndpointActs();
  const { draft, isDirty, change, discard, settle } = useDraft(toDraft(endpoint));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(
      { id: endpoint.id, ...toFields(draft) },
      {
        onSuccess: () => {
          settle(draft);
          showToast({ tone: "success", text: "Endpoint saved" });
        },
      },
    );
  };
  return (
    <Section title="Settings">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-3">
        <EndpointFields draft={draft} issues={readFailure(update.error).issues} onDraft={change} />
        <FormError error={update.error} paths={endpointPaths} />
        <SaveBar act="Save endpoint" isDirty={isDirty} isPending={update.isPending} onDiscard={discard} />
      </form>
    </Section>
  );
}
