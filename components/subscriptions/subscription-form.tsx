"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { useDraft } from "@/components/shared/use-draft";
import { DraftPreview } from "@/components/subscriptions/draft-preview";
import { toDraft, toFields } from "@/components/subscriptions/subscription-draft";
import { SubscriptionFields } from "@/components/subscriptions/subscription-fields";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";
import type { SubscriptionSummary } from "@/server/subscriptions/schema";

type SubscriptionFormProps = {
  subscription: SubscriptionSummary | null;
  /** What the URL of a new one says. */
  given?: { personaId: string; eventType: string };
};

const nothingGiven = { personaId: "", eventType: "" };
const paths = [
  "personaId",
  "eventType",
  "sourceFilter",
  "payloadFilter",
  "maxRetries",
  "retryBackoffMs",
  "useCaseId",
];

/** Writes a subscription, new or not, and shows beside it what it would have matched. */
export function SubscriptionForm({ subscription, given = nothingGiven }: SubscriptionFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const { draft, change, settle } = useDraft(toDraft(subscription, given));
  const personas = useQuery({
    ...trpc.personas.list.queryOptions({ limit: 500 }),
    enabled: subscription === null,
  });
  const refresh = () => queries.invalidateQueries(trpc.subscriptions.pathFilter());
  const create = useMutation(
    trpc.subscriptions.create.mutationOptions({
      onSuccess: (made) => {
        void refresh();
        router.push(given.personaId ? `/personas/${made.personaId}/listens-to` : `/subscriptions/${made.id}`);
      },
    }),
  );
  const update = useMutation(
    trpc.subscriptions.update.mutationOptions({
      onSuccess: async () => {
        await refresh();
        showToast({ tone: "success", text: "Subscription saved" });
      },
    }),
  );
  const error = create.error ?? update.error;
  const { issues } = readFailure(error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const fields = toFields(draft);
    if (subscription) update.mutate({ id: subscription.id, ...fields }, { onSuccess: () => settle(draft) });
    else create.mutate({ personaId: draft.personaId, ...fields });
  };
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,32rem)_minmax(0,1fr)]">
      <form onSubmit={submit} className="flex min-w-0 flex-col gap-4">
        {!subscription && (
          <Field label="Persona" path="personaId" issues={issues}>
            {(control) => (
              <Select
                {...control}
                required
                value={draft.personaId}
                onChange={(event) => change({ personaId: event.target.value })}
              >
                <option value="">Choose a persona</option>
                {personas.data?.items.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <SubscriptionFields draft={draft} issues={issues} onDraft={change} />
        <FormError error={error} paths={paths} />
        <div>
          <Button type="submit" tone="primary" disabled={create.isPending || update.isPending}>
            {subscription ? "Save subscription" : "Create subscription"}
          </Button>
        </div>
      </form>
      <DraftPreview draft={draft} />
    </div>
  );
}
