"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";

const hourMs = 60 * 60_000;
const overlaps = [
  { value: 0, label: "Ends at once" },
  { value: hourMs, label: "Holds one hour longer" },
  { value: 24 * hourMs, label: "Holds a day longer" },
  { value: 7 * 24 * hourMs, label: "Holds a week longer" },
];

type RotateDialogProps = {
  title: string;
  isPending: boolean;
  error: unknown;
  onConfirm: (overlapMs: number) => void;
  onClose: () => void;
  /** Further fields of the form. */
  children?: ReactNode;
};

/** Asks how long the secret before goes on holding, so that senders can be given the new one meanwhile. */
export function RotateDialog({ title, isPending, error, onConfirm, onClose, children }: RotateDialogProps) {
  const [overlapMs, setOverlapMs] = useState(24 * hourMs);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onConfirm(overlapMs);
  };
  return (
    <Dialog
      title={title}
      description="The new one is shown once. Give it to the sender while the one before still holds."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        {children}
        <Field label="The secret before" path="overlapMs" issues={readFailure(error).issues}>
          {(control) => (
            <Select
              {...control}
              value={overlapMs}
              onChange={(event) => setOverlapMs(Number(event.target.value))}
            >
              {overlaps.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <FormError error={error} paths={["overlapMs", "secret"]} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={isPending}>
            Make new secret
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
