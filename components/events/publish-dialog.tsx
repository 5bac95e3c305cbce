"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import {
  type EventDraft,
  EventFields,
  emptyDraft,
  eventFieldPaths,
  toPublishInput,
} from "@/components/events/event-fields";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

/** Puts an event on the bus by hand, then shows what became of it. */
export function PublishDialog({
  draft: given = emptyDraft,
  onClose,
}: {
  draft?: EventDraft;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(given);
  const publish = useMutation(
    trpc.events.publish.mutationOptions({
      onSuccess: (event) => {
        void queries.invalidateQueries(trpc.events.pathFilter());
        router.push(`/events/${event.id}`);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    publish.mutate(toPublishInput(draft));
  };
  return (
    <Dialog
      title="Publish event"
      description="Personas that listen to its type and source react to it, as they would to a webhook."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <EventFields
          draft={draft}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
          issues={readFailure(publish.error).issues}
        />
        <FormError error={publish.error} paths={eventFieldPaths} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={publish.isPending}>
            Publish event
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
