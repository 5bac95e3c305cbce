"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { useDraft } from "@/components/shared/use-draft";
import { Input, Select } from "@/components/ui/input";
import { type Failure, readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";
import type { Settings } from "@/server/settings/schema";

type Policies = Settings["reviewPolicies"];
type Severity = keyof Policies;
type Line = { minutes: string; action: Policies[Severity]["action"] };
type Draft = Record<Severity, Line>;

const severities = ["critical", "high", "medium", "low"] as const satisfies Severity[];
const names: Record<Severity, string> = { critical: "Critical", high: "High", medium: "Medium", low: "Low" };
const actions: Record<Line["action"], string> = {
  escalate: "Escalate",
  auto_approve: "Approve",
  none: "Go on waiting",
};

/** How long a review of each severity may wait, and what happens then. */
export function ReviewPoliciesForm({ policies }: { policies: Policies }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { draft, isDirty, change, discard, settle } = useDraft(toDraft(policies));
  const update = useMutation(
    trpc.settings.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.settings.pathFilter());
        showToast({ tone: "success", text: "Review policies saved" });
      },
    }),
  );
  const { issues } = readFailure(update.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ reviewPolicies: toPolicies(draft) }, { onSuccess: () => settle(draft) });
  };
  return (
    <Section title="Unanswered reviews">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-3">
        <p className="text-ink-muted">
          What happens to a review that nobody answers. Escalating raises its severity and tells everybody
          again. Only what a persona asks of its own accord is ever approved unseen: tool calls are escalated
          instead.
        </p>
        {severities.map((severity) => (
          <PolicyLine
            key={severity}
            severity={severity}
            line={draft[severity]}
            issues={issues}
            onLine={(line) => change({ [severity]: line })}
          />
        ))}
        <FormError error={update.error} paths={["reviewPolicies"]} />
        <SaveBar
          act="Save review policies"
          isDirty={isDirty}
          isPending={update.isPending}
          onDiscard={discard}
        />
      </form>
    </Section>
  );
}

type PolicyLineProps = {
  severity: Severity;
  line: Line;
  issues: Failure["issues"];
  onLine: (line: Line) => void;
};

function PolicyLine({ severity, line, issues, onLine }: PolicyLineProps) {
  return (
    <div className="grid grid-cols-2 items-end gap-4">
      <Field
        label={`${names[severity]}: minutes`}
        path={`reviewPolicies.${severity}.slaMinutes`}
        issues={issues}
      >
        {(control) => (
          <Input
            {...control}
            type="number"
            min={1}
            max={525_600}
            required
            value={line.minutes}
            onChange={(event) => onLine({ ...line, minutes: event.target.value })}
          />
        )}
      </Field>
      <Field label={`${names[severity]}: then`} path={`reviewPolicies.${severity}.action`} issues={issues}>
        {(control) => (
          <Select
            {...control}
            value={line.action}
            onChange={(event) => onLine({ ...line, action: readAction(event.target.value) })}
          >
            {Object.entries(actions).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

function readAction(value: string): Line["action"] {
  return value === "auto_approve" || value === "none" ? value : "escalate";
}

function toDraft(policies: Policies): Draft {
  const line = (severity: Severity): Line => ({
    minutes: String(policies[severity].slaMinutes),
    action: policies[severity].action,
  });
  return { critical: line("critical"), high: line("high"), medium: line("medium"), low: line("low") };
}

function toPolicies(draft: Draft): Policies {
  const policy = ({ minutes, action }: Line) => ({ slaMinutes: Number(minutes), action });
  return {
    critical: policy(draft.critical),
    high: policy(draft.high),
    medium: policy(draft.medium),
    low: policy(draft.low),
  };
}
