"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { ModelSelect } from "@/components/personas/model-select";
import { TimeZoneField } from "@/components/settings/time-zone-field";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { useDraft } from "@/components/shared/use-draft";
import { Input, Textarea } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";
import type { Settings } from "@/server/settings/schema";

type Draft = {
  workspaceName: string;
  timeZone: string;
  workspaceInstructions: string;
  defaultModel: string;
  executionRetentionDays: string;
  eventRetentionDays: string;
  modelIdleTimeoutSeconds: string;
  requestsPerMinute: string;
  hopLimit: string;
  loopBreakerCount: string;
  loopBreakerMinutes: string;
};

const paths = [
  "workspaceName",
  "timeZone",
  "workspaceInstructions",
  "defaultModel",
  "executionRetentionDays",
  "eventRetentionDays",
  "modelIdleTimeoutMs",
  "requestsPerMinute",
  "hopLimit",
  "loopBreakerCount",
  "loopBreakerMinutes",
];

/** Edits what holds for the whole workspace. */
export function WorkspaceForm({ settings }: { settings: Settings }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const { draft, isDirty, change, discard, settle } = useDraft(readDraft(settings));
  const update = useMutation(
    trpc.settings.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.settings.pathFilter());
        showToast({ tone: "success", text: "Settings saved" });
        // The frame around the page is drawn from name and time zone.
        router.refresh();
      },
    }),
  );
  const { issues } = readFailure(update.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(toUpdate(draft), { onSuccess: () => settle(draft) });
  };
  return (
    <Section title="Workspace">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-4">
        <Field label="Name" path="workspaceName" issues={issues}>
          {(control) => (
            <Input
              {...control}
              required
              value={draft.workspaceName}
              onChange={(event) => change({ workspaceName: event.target.value })}
            />
          )}
        </Field>
        <TimeZoneField value={draft.timeZone} onValue={(timeZone) => change({ timeZone })} issues={issues} />
        <Field
          label="Instructions for every persona"
          path="workspaceInstructions"
          issues={issues}
          hint="Stand in each prompt after the persona's own: house style, names, what never to do"
        >
          {(control) => (
            <Textarea
              {...control}
              maxLength={20_000}
              value={draft.workspaceInstructions}
              onChange={(event) => change({ workspaceInstructions: event.target.value })}
              className="min-h-24"
            />
          )}
        </Field>
        <ModelSelect
          label="Default model"
          path="defaultModel"
          fallback="The hub's default"
          value={draft.defaultModel}
          onValue={(defaultModel) => change({ defaultModel })}
          issues={issues}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <NumberField
            label="Keep executions, in days"
            path="executionRetentionDays"
            max={3650}
            issues={issues}
            value={draft.executionRetentionDays}
            onValue={(value) => change({ executionRetentionDays: value })}
            hint="Older ones are deleted with their output"
          />
          <NumberField
            label="Keep events, in days"
            path="eventRetentionDays"
            max={3650}
            issues={issues}
            value={draft.eventRetentionDays}
            onValue={(value) => change({ eventRetentionDays: value })}
            hint="Older ones are deleted with their payload"
          />
        </div>
        <NumberField
          label="Give up on a silent model after, in seconds"
          path="modelIdleTimeoutMs"
          max={600}
          issues={issues}
          value={draft.modelIdleTimeoutSeconds}
          onValue={(value) => change({ modelIdleTimeoutSeconds: value })}
          hint="The turn is then tried again"
        />
        <NumberField
          label="Requests a minute, per key or sender"
          path="requestsPerMinute"
          max={10_000_000}
          issues={issues}
          value={draft.requestsPerMinute}
          onValue={(value) => change({ requestsPerMinute: value })}
          hint="More are answered 429 until the minute is over"
        />
        <NumberField
          label="Executions that an event may stand away from its origin"
          path="hopLimit"
          max={64}
          issues={issues}
          value={draft.hopLimit}
          onValue={(value) => change({ hopLimit: value })}
          hint="One further away is recorded and reaches nobody"
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <NumberField
            label="Loops before a subscription is disabled"
            path="loopBreakerCount"
            max={1000}
            issues={issues}
            value={draft.loopBreakerCount}
            onValue={(value) => change({ loopBreakerCount: value })}
            hint="Times it may lead to itself"
          />
          <NumberField
            label="Counted over, in minutes"
            path="loopBreakerMinutes"
            max={1440}
            issues={issues}
            value={draft.loopBreakerMinutes}
            onValue={(value) => change({ loopBreakerMinutes: value })}
            hint="Counting starts anew when it is enabled again"
          />
        </div>
        <FormError error={update.error} paths={paths} />
        <SaveBar act="Save settings" isDirty={isDirty} isPending={update.isPending} onDiscard={discard} />
      </form>
    </Section>
  );
}

type NumberFieldProps = {
  label: string;
  path: string;
  hint: string;
  max: number;
  value: string;
  onValue: (value: string) => void;
  issues: { path: string; message: string }[];
};

function NumberField({ label, path, hint, max, value, onValue, issues }: NumberFieldProps) {
  return (
    <Field label={label} path={path} issues={issues} hint={hint}>
      {(control) => (
        <Input
          {...control}
          type="number"
          min={1}
          max={max}
          required
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  );
}

function readDraft(settings: Settings): Draft {
  return {
    workspaceName: settings.workspaceName,
    timeZone: settings.timeZone,
    workspaceInstructions: settings.workspaceInstructions ?? "",
    defaultModel: settings.defaultModel ?? "",
    executionRetentionDays: settings.executionRetentionDays.toString(),
    eventRetentionDays: settings.eventRetentionDays.toString(),
    modelIdleTimeoutSeconds: (settings.modelIdleTimeoutMs / 1000).toString(),
    requestsPerMinute: String(settings.requestsPerMinute),
    hopLimit: String(settings.hopLimit),
    loopBreakerCount: String(settings.loopBreakerCount),
    loopBreakerMinutes: String(settings.loopBreakerMinutes),
  };
}

function toUpdate(draft: Draft) {
  return {
    workspaceName: draft.workspaceName,
    timeZone: draft.timeZone,
    workspaceInstructions: draft.workspaceInstructions.trim() || null,
    defaultModel: draft.defaultModel || null,
    executionRetentionDays: Number(draft.executionRetentionDays),
    eventRetentionDays: Number(draft.eventRetentionDays),
    modelIdleTimeoutMs: Math.round(Number(draft.modelIdleTimeoutSeconds) * 1000),
    requestsPerMinute: Number(draft.requestsPerMinute),
    hopLimit: Number(draft.hopLimit),
    loopBreakerCount: Number(draft.loopBreakerCount),
    loopBreakerMinutes: Number(draft.loopBreakerMinutes),
  };
}
