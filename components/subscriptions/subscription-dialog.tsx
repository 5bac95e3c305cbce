"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { SubscriptionOutput } from "@/server/subscriptions/schema";

type SubscriptionDialogProps = {
  personaId: string;
  subscription: SubscriptionOutput | null;
  onClose: () => void;
};

const paths = ["eventType", "sourceFilter", "maxRetries", "retryBackoffMs"];
const knownTypes = [
  "webhook_received",
  "gitlab_push",
  "gitlab_mr",
  "gitlab_pipeline",
  "gitlab_tag",
  "gitlab_issue",
  "gitlab_comment",
  "gitlab_build",
];

/** Makes a subscription, or changes one. */
export function SubscriptionDialog({ personaId, subscription, onClose }: SubscriptionDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [draft, setDraft] = useState({
    eventType: subscription?.eventType ?? "",
    sourceFilter: subscription?.sourceFilter ?? "",
    maxRetries: String(subscription?.maxRetries ?? 3),
    backoffSeconds: String((subscription?.retryBackoffMs ?? 5000) / 1000),
  });
  const onSuccess = async () => {
    await queries.invalidateQueries(trpc.subscriptions.pathFilter());
    onClose();
  };
  const create = useMutation(trpc.subscriptions.create.mutationOptions({ onSuccess }));
  const update = useMutation(trpc.subscriptions.update.mutationOptions({ onSuccess }));
  const error = create.error ?? update.error;
  const { issues } = readFailure(error);
  const set = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const fields = {
      eventType: draft.eventType.trim(),
      sourceFilter: draft.sourceFilter.trim() || null,
      maxRetries: Number(draft.maxRetries),
      retryBackoffMs: Math.round(Number(draft.backoffSeconds) * 1000),
    };
    if (subscription) update.mutate({ id: subscription.id, ...fields });
    else create.mutate({ personaId, ...fields });
  };
  return (
    <Dialog title={subscription ? "Edit subscription" : "New subscription"} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Event type" path="eventType" issues={issues}>
          {(control) => (
            <>
              <Input
                {...control}
                required
                list="known-event-types"
                autoComplete="off"
                value={draft.eventType}
                onChange={(event) => set({ eventType: event.target.value })}
                className="font-mono"
              />
              <datalist id="known-event-types">
                {knownTypes.map((type) => (
                  <option key={type} value={type} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field
          label="Source"
          path="sourceFilter"
          issues={issues}
          hint="Exact, or with a * at the end, such as org/*. Empty takes any source."
        >
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              placeholder="Any source"
              value={draft.sourceFilter}
              onChange={(event) => set({ sourceFilter: event.target.value })}
              className="font-mono"
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Retries" path="maxRetries" issues={issues} hint="After a failure, 0 to 10">
            {(control) => (
              <Input
                {...control}
                type="number"
                min={0}
                max={10}
                required
                value={draft.maxRetries}
                onChange={(event) => set({ maxRetries: event.target.value })}
              />
            )}
          </Field>
          <Field
            label="First wait, in seconds"
            path="retryBackoffMs"
            issues={issues}
            hint="Doubles with each retry"
          >
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                max={300}
                step="any"
                required
                value={draft.backoffSeconds}
                onChange={(event) => set({ backoffSeconds: event.target.value })}
              />
            )}
          </Field>
        </div>
        <FormError error={error} paths={paths} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={create.isPending || update.isPending}>
            {subscription ? "Save subscription" : "Create subscription"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
