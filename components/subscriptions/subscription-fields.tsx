"use client";

import { useQuery } from "@tanstack/react-query";
import { Field } from "@/components/shared/field";
import { FilterEditor } from "@/components/subscriptions/filter-editor";
import type { SubscriptionDraft } from "@/components/subscriptions/subscription-draft";
import { Input } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

type SubscriptionFieldsProps = {
  draft: SubscriptionDraft;
  issues: Failure["issues"];
  onDraft: (part: Partial<SubscriptionDraft>) => void;
};

const usualTypes = [
  "webhook_received",
  "gitlab_push",
  "gitlab_mr",
  "gitlab_pipeline",
  "gitlab_tag",
  "gitlab_issue",
  "gitlab_comment",
  "gitlab_build",
];

/** What a subscription listens to, and how often a failure is tried again. */
export function SubscriptionFields({ draft, issues, onDraft }: SubscriptionFieldsProps) {
  const trpc = useTRPC();
  const seen = useQuery(trpc.events.seenTypes.queryOptions());
  const types = [...new Set([...(seen.data ?? []).map(({ eventType }) => eventType), ...usualTypes])];
  return (
    <>
      <Field label="Event type" path="eventType" issues={issues}>
        {(control) => (
          <>
            <Input
              {...control}
              required
              list="known-event-types"
              autoComplete="off"
              value={draft.eventType}
              onChange={(event) => onDraft({ eventType: event.target.value })}
              className="font-mono"
            />
            <datalist id="known-event-types">
              {types.map((type) => (
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
            onChange={(event) => onDraft({ sourceFilter: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
      <FilterEditor
        value={draft.payloadFilter}
        issues={issues}
        onValue={(payloadFilter) => onDraft({ payloadFilter })}
      />
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
              onChange={(event) => onDraft({ maxRetries: event.target.value })}
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
              onChange={(event) => onDraft({ backoffSeconds: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field
        label="Use case"
        path="useCaseId"
        issues={issues}
        hint="Given on to its executions; may be empty"
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={draft.useCaseId}
            onChange={(event) => onDraft({ useCaseId: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
