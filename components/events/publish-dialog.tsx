"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input, Select, Textarea } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

export type EventDraft = {
  eventType: string;
  sourceType: string;
  sourceId: string;
  targetPersonaId: string;
  payload: string;
};

const emptyDraft: EventDraft = {
  eventType: "",
  sourceType: "manual",
  sourceId: "",
  targetPersonaId: "",
  payload: "",
};
const paths = ["eventType", "sourceType", "sourceId", "targetPersonaId", "payload"];

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
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const publish = useMutation(
    trpc.events.publish.mutationOptions({
      onSuccess: (event) => {
        void queries.invalidateQueries(trpc.events.pathFilter());
        router.push(`/events/${event.id}`);
      },
    }),
  );
  const { issues } = readFailure(publish.error);
  const set = (part: Partial<EventDraft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    publish.mutate({
      eventType: draft.eventType.trim(),
      sourceType: draft.sourceType.trim() || "manual",
      sourceId: draft.sourceId.trim() || null,
      targetPersonaId: draft.targetPersonaId || null,
      payload: draft.payload.trim() || null,
    });
  };
  return (
    <Dialog
      title="Publish event"
      description="Personas that listen to its type and source react to it, as they would to a webhook."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Type"
          path="eventType"
          issues={issues}
          hint="For example gitlab_push or deploy.requested"
        >
          {(control) => (
            <Input
              {...control}
              required
              autoComplete="off"
              value={draft.eventType}
              onChange={(event) => set({ eventType: event.target.value })}
              className="font-mono"
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Source type" path="sourceType" issues={issues}>
            {(control) => (
              <Input
                {...control}
                value={draft.sourceType}
                onChange={(event) => set({ sourceType: event.target.value })}
              />
            )}
          </Field>
          <Field label="Source" path="sourceId" issues={issues}>
            {(control) => (
              <Input
                {...control}
                placeholder="org/repo"
                value={draft.sourceId}
                onChange={(event) => set({ sourceId: event.target.value })}
              />
            )}
          </Field>
        </div>
        <Field label="For" path="targetPersonaId" issues={issues}>
          {(control) => (
            <Select
              {...control}
              value={draft.targetPersonaId}
              onChange={(event) => set({ targetPersonaId: event.target.value })}
            >
              <option value="">Every persona that listens</option>
              {personas.data?.items.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name} alone
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Payload" path="payload" issues={issues} hint="JSON, or nothing">
          {(control) => (
            <Textarea
              {...control}
              spellCheck={false}
              value={draft.payload}
              onChange={(event) => set({ payload: event.target.value })}
              className="min-h-32 font-mono text-code"
            />
          )}
        </Field>
        <FormError error={publish.error} paths={paths} />
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
