"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import {
  type EventDraft,
  EventFields,
  emptyDraft,
  eventFieldPaths,
  toPublishInput,
} from "@/components/events/event-fields";
import { EventsTabs } from "@/components/events/events-tabs";
import { MatchVerdicts } from "@/components/events/match-verdicts";
import { FormError } from "@/components/shared/form-error";
import { PageHeader } from "@/components/shared/page-header";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

/** Any event, pasted: which personas would react to it and why, before it is published. */
export function ReactView() {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<EventDraft>(emptyDraft);
  const seen = useQuery(trpc.events.seenTypes.queryOptions());
  const preview = useMutation(trpc.events.previewMatches.mutationOptions());
  const publish = useMutation(
    trpc.events.publish.mutationOptions({
      onSuccess: (event) => {
        void queries.invalidateQueries(trpc.events.pathFilter());
        router.push(`/events/${event.id}`);
      },
    }),
  );
  const change = (part: Partial<EventDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    preview.reset();
    publish.reset();
  };
  const ask = (event: FormEvent) => {
    event.preventDefault();
    preview.mutate(toPublishInput(draft));
  };
  const error = publish.error ?? preview.error;
  return (
    <>
      <PageHeader title="Events" />
      <EventsTabs />
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        <form onSubmit={ask} className="flex min-w-0 flex-col gap-4">
          <p className="text-ink-muted">
            Paste an event, or make one up. Nothing is recorded until you publish it.
          </p>
          <EventFields
            draft={draft}
            onChange={change}
            issues={readFailure(error).issues}
            types={seen.data?.map(({ eventType }) => eventType) ?? []}
          />
          <FormError error={error} paths={eventFieldPaths} />
          <div className="flex justify-end gap-2">
            <Button
              disabled={!preview.data || publish.isPending}
              onClick={() => publish.mutate(toPublishInput(draft))}
            >
              Publish event
            </Button>
            <Button type="submit" tone="primary" disabled={preview.isPending}>
              Who would react?
            </Button>
          </div>
        </form>
        <Section title="Who would react">
          <div aria-live="polite">
            {preview.data ? (
              <MatchVerdicts preview={preview.data} />
            ) : (
              <p className="pt-3 text-ink-muted text-table">
                The answer names each subscription to this type and says of every condition whether it is met.
              </p>
            )}
          </div>
        </Section>
      </div>
    </>
  );
}
