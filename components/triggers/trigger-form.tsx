"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { FormError } from "@/components/shared/form-error";
import { useDraft } from "@/components/shared/use-draft";
import { ChoiceField, LinesField, TextField } from "@/components/triggers/draft-field";
import { DraftTimes } from "@/components/triggers/draft-times";
import { PolicyFields } from "@/components/triggers/policy-fields";
import { SourceFields } from "@/components/triggers/source-fields";
import { toConfig, toDraft, toFields } from "@/components/triggers/trigger-draft";
import { typeWords } from "@/components/triggers/words";
import { Button } from "@/components/ui/button";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";
import type { TriggerOutput } from "@/server/triggers/schema";

type TriggerFormProps = {
  trigger: TriggerOutput | null;
  /** What the URL of a new one says. */
  given?: { personaId: string; triggerType: TriggerOutput["triggerType"] };
};

const nothingGiven = { personaId: "", triggerType: "schedule" } as const;
const paths = [
  "personaId",
  "triggerType",
  "name",
  "targetPersonaId",
  "config",
  "misfireLimit",
  "misfireWindowMs",
  "useCaseId",
];
const types = Object.entries(typeWords).map(([value, { label, hint }]) => ({
  value,
  label: `${label}: ${hint.toLowerCase()}`,
}));

/** Writes a trigger, new or not; beside a schedule that is new or changed stands when it would fire. */
export function TriggerForm({ trigger, given = nothingGiven }: TriggerFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const saved = toDraft(trigger, given);
  const { draft, change, settle } = useDraft(saved);
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const choices = (personas.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const refresh = () => queries.invalidateQueries(trpc.triggers.pathFilter());
  const create = useMutation(
    trpc.triggers.create.mutationOptions({
      onSuccess: (made) => {
        void refresh();
        router.push(`/triggers/${made.id}`);
      },
    }),
  );
  const update = useMutation(
    trpc.triggers.update.mutationOptions({
      onSuccess: async () => {
        await refresh();
        showToast({ tone: "success", text: "Trigger saved" });
      },
    }),
  );
  const error = create.error ?? update.error;
  const { issues } = readFailure(error);
  const controls = { draft, issues, set: change };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const fields = toFields(draft);
    if (trigger) update.mutate({ id: trigger.id, ...fields }, { onSuccess: () => settle(draft) });
    else create.mutate({ personaId: draft.personaId, triggerType: draft.triggerType, ...fields });
  };
  // The times of a schedule as it is stored stand on its page already.
  const isNewSchedule = draft.triggerType === "schedule" && (!trigger || toConfig(draft) !== toConfig(saved));
  const hasPayload = draft.triggerType !== "chain" && draft.triggerType !== "polling";
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,32rem)_minmax(0,1fr)]">
      <form onSubmit={submit} className="flex min-w-0 flex-col gap-4">
        {!trigger && (
          <>
            <ChoiceField
              {...controls}
              name="personaId"
              label="Persona"
              path="personaId"
              required
              options={[{ value: "", label: "Choose a persona" }, ...choices]}
            />
            <ChoiceField {...controls} name="triggerType" label="Fires" path="triggerType" options={types} />
          </>
        )}
        <SourceFields {...controls} personas={choices} />
        <TextField
          {...controls}
          name="name"
          label="Name"
          path="name"
          hint="Empty, it is called by what makes it fire"
        />
        <ChoiceField
          {...controls}
          name="targetPersonaId"
          label="Sets to work"
          path="targetPersonaId"
          options={[{ value: "", label: "Its own persona" }, ...choices]}
        />
        <TextField
          {...controls}
          name="eventType"
          label="Type of the event"
          path="config.event_type"
          placeholder={draft.triggerType === "chain" ? "chain_triggered" : "trigger_fired"}
          className="font-mono"
        />
        {hasPayload && (
          <LinesField
            {...controls}
            name="payload"
            label="Payload"
            path="config.payload"
            hint="JSON or text, or nothing"
          />
        )}
        <PolicyFields {...controls} />
        <FormError error={error} paths={paths} />
        <div>
          <Button type="submit" tone="primary" disabled={create.isPending || update.isPending}>
            {trigger ? "Save trigger" : "Create trigger"}
          </Button>
        </div>
      </form>
      {isNewSchedule && <DraftTimes draft={draft} />}
    </div>
  );
}
