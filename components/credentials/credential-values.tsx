"use client";

import type { FormEvent } from "react";
import { SecretInput } from "@/components/credentials/secret-input";
import { useCredentialActs } from "@/components/credentials/use-credential-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { useDraft } from "@/components/shared/use-draft";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { CredentialOutput } from "@/server/credentials/schema";

const oneValue = "value";

/** The fields of a credential: what is stored is not shown, what is typed replaces it. */
export function CredentialValues({ credential }: { credential: CredentialOutput }) {
  const { update } = useCredentialActs();
  const { id, fieldNames, variables } = credential;
  const { issues } = readFailure(update.error);
  const names = fieldNames.length > 0 ? fieldNames : [oneValue];
  const nothing: Record<string, string> = Object.fromEntries(names.map((name) => [name, ""]));
  const { draft: typed, change, discard, settle } = useDraft(nothing);
  const given = Object.entries(typed).filter(([name, value]) => names.includes(name) && value !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const data = fieldNames.length > 0 ? Object.fromEntries(given) : (typed[oneValue] ?? "");
    update.mutate(
      { id, data },
      {
        onSuccess: () => {
          settle(typed);
          // What was sent is kept with the mutation.
          update.reset();
          showToast({ tone: "success", text: "The new values are stored" });
        },
      },
    );
  };
  return (
    <Section title="Values" note="Stored sealed; leave a field empty to keep it">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-3">
        {names.map((name, index) => (
          <Field
            key={name}
            label={name}
            path={fieldNames.length > 0 ? `data.${name}` : "data"}
            issues={issues}
            hint={<code className="break-all font-mono text-code">{variables[index]}</code>}
          >
            {(control) => (
              <SecretInput
                control={control}
                value={typed[name] ?? ""}
                placeholder="•••••••• stored"
                onValue={(value) => change({ [name]: value })}
              />
            )}
          </Field>
        ))}
        <FormError error={update.error} paths={names.map((name) => `data.${name}`)} />
        <SaveBar
          act="Replace values"
          isDirty={given.length > 0}
          isPending={update.isPending}
          onDiscard={discard}
        />
      </form>
    </Section>
  );
}
