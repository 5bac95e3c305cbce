"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { EndpointFields, endpointPaths, toDraft, toFields } from "@/components/endpoints/endpoint-fields";
import { EndpointSecret } from "@/components/endpoints/endpoint-secret";
import { hostOf } from "@/components/endpoints/endpoint-words";
import { VerifySnippet } from "@/components/endpoints/verify-snippet";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

/** Adds an endpoint; then shows, this once, its secret and how to verify with it. */
export function NewEndpointDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => toDraft(null));
  const create = useMutation(
    trpc.endpoints.create.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.endpoints.pathFilter()),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(toFields(draft));
  };
  if (create.data) {
    const { id, secret } = create.data;
    const open = () => router.push(`/webhooks/endpoints/${id}`);
    return (
      <Dialog title={`${hostOf(create.data)} will be told`} onClose={open}>
        <div className="flex flex-col gap-5">
          <EndpointSecret secret={secret} />
          <VerifySnippet />
          <div className="flex justify-end">
            <Button tone="primary" onClick={open}>
              Open endpoint
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      title="New endpoint"
      description="A URL outside that the hub posts signed messages to."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <EndpointFields
          draft={draft}
          issues={readFailure(create.error).issues}
          onDraft={(part) => setDraft({ ...draft, ...part })}
        />
        <FormError error={create.error} paths={endpointPaths} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            disabled={create.isPending || draft.noticeTypes.length === 0}
            title={draft.noticeTypes.length === 0 ? "Choose at least one type" : undefined}
          >
            Create endpoint
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
