"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { FieldRows, toData, toRows } from "@/components/credentials/field-rows";
import { HostsField, readHosts } from "@/components/credentials/hosts-field";
import { servicePresets } from "@/components/credentials/service-presets";
import { useCredentialActs } from "@/components/credentials/use-credential-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input, Select } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";

const [firstPreset] = servicePresets;
const other = "other";

/** Takes a credential in. Its values are sent this once. */
export function NewCredentialDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const { save } = useCredentialActs();
  const [draft, setDraft] = useState(() => ({ name: "", typed: "", ...toPart(firstPreset?.serviceType) }));
  const { issues } = readFailure(save.error);
  const set = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      {
        name: draft.name,
        serviceType: draft.service === other ? draft.typed : draft.service,
        data: toData(draft.rows),
        allowedHosts: readHosts(draft.hosts),
      },
      { onSuccess: ({ id }) => router.push(`/credentials/${id}`) },
    );
  };
  const paths = ["name", "serviceType", "allowedHosts", ...draft.rows.map(({ name }) => `data.${name}`)];
  return (
    <Dialog
      title="New credential"
      description="Its values are sealed as they arrive. Nobody can read them back here, not even you."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Service" path="service" issues={issues}>
            {(control) => (
              <Select
                {...control}
                value={draft.service}
                onChange={(event) => set(toPart(event.target.value))}
              >
                {servicePresets.map(({ serviceType, label }) => (
                  <option key={serviceType} value={serviceType}>
                    {label}
                  </option>
                ))}
                <option value={other}>Another service</option>
              </Select>
            )}
          </Field>
          <Field label="Name" path="name" issues={issues} hint="Its variables are named after it">
            {(control) => (
              <Input
                {...control}
                required
                autoComplete="off"
                value={draft.name}
                onChange={(event) => set({ name: event.target.value })}
              />
            )}
          </Field>
        </div>
        {draft.service === other && (
          <Field
            label="Service type"
            path="serviceType"
            issues={issues}
            hint="Tools that need it ask for it by this word"
          >
            {(control) => (
              <Input
                {...control}
                required
                autoComplete="off"
                placeholder="weather"
                value={draft.typed}
                onChange={(event) => set({ typed: event.target.value })}
              />
            )}
          </Field>
        )}
        <FieldRows rows={draft.rows} issues={issues} onRows={(rows) => set({ rows })} />
        <HostsField value={draft.hosts} issues={issues} onValue={(hosts) => set({ hosts })} />
        <FormError error={save.error} paths={paths} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={save.isPending}>
            Store credential
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The part of the draft that comes with a service. */
function toPart(service = other) {
  const preset = servicePresets.find(({ serviceType }) => serviceType === service);
  return { service, rows: toRows(preset?.fields ?? ["token"]), hosts: preset?.hosts.join("\n") ?? "" };
}
