"use client";

import { type FormEvent, useState } from "react";
import { EndpointFields, endpointPaths, toDraft, toFields } from "@/components/endpoints/endpoint-fields";
import { useEndpointActs } from "@/components/endpoints/use-endpoint-acts";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { EndpointOutput } from "@/server/endpoints/schema";

/** Where an endpoint is and what it is told of, to be changed. */
export function EndpointForm({ endpoint }: { endpoint: EndpointOutput }) {
  const { update } = useEndpointActs();
  const [draft, setDraft] = useState(() => toDraft(endpoint));
  const isDirty = spell(draft) !== spell(toDraft(endpoint));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(
      { id: endpoint.id, ...toFields(draft) },
      {
        onSuccess: (saved) => {
          setDraft(toDraft(saved));
          showToast({ tone: "success", text: "Endpoint saved" });
        },
      },
    );
  };
  return (
    <Section title="Settings">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-3">
        <EndpointFields
          draft={draft}
          issues={readFailure(update.error).issues}
          onDraft={(part) => setDraft({ ...draft, ...part })}
        />
        <FormError error={update.error} paths={endpointPaths} />
        <SaveBar
          act="Save endpoint"
          isDirty={isDirty}
          isPending={update.isPending}
          onDiscard={() => setDraft(toDraft(endpoint))}
        />
      </form>
    </Section>
  );
}

function spell(draft: ReturnType<typeof toDraft>): string {
  const { url, description, noticeTypes } = toFields(draft);
  return JSON.stringify([url, description, noticeTypes.toSorted()]);
}
