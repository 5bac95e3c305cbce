"use client";

import type { FormEvent } from "react";
import { HostsField, readHosts } from "@/components/credentials/hosts-field";
import { useCredentialActs } from "@/components/credentials/use-credential-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { SaveBar } from "@/components/shared/save-bar";
import { Section } from "@/components/shared/section";
import { useDraft } from "@/components/shared/use-draft";
import { Input } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { CredentialOutput } from "@/server/credentials/schema";

const paths = ["name", "serviceType", "allowedHosts"];

/** What a credential is called, what it signs in to, and where it may be sent. */
export function CredentialForm({ credential }: { credential: CredentialOutput }) {
  const { update } = useCredentialActs();
  const { draft, isDirty, change, discard, settle } = useDraft(toDraft(credential));
  const { issues } = readFailure(update.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(
      {
        id: credential.id,
        name: draft.name,
        serviceType: draft.serviceType,
        allowedHosts: readHosts(draft.hosts),
      },
      {
        onSuccess: () => {
          settle(draft);
          showToast({ tone: "success", text: "Credential saved" });
        },
      },
    );
  };
  return (
    <Section title="Settings">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-3">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" path="name" issues={issues} hint="Another name gives its variables other names">
            {(control) => (
              <Input
                {...control}
                required
                autoComplete="off"
                value={draft.name}
                onChange={(event) => change({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label="Service type" path="serviceType" issues={issues}>
            {(control) => (
              <Input
                {...control}
                required
                autoComplete="off"
                value={draft.serviceType}
                onChange={(event) => change({ serviceType: event.target.value })}
              />
            )}
          </Field>
        </div>
        <HostsField value={draft.hosts} issues={issues} onValue={(hosts) => change({ hosts })} />
        <FormError error={update.error} paths={paths} />
        <SaveBar act="Save credential" isDirty={isDirty} isPending={update.isPending} onDiscard={discard} />
      </form>
    </Section>
  );
}

function toDraft({ name, serviceType, allowedHosts }: CredentialOutput) {
  return { name, serviceType, hosts: allowedHosts.join("\n") };
}
