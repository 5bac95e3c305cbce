"use client";

import { type FormEvent, useState } from "react";
import { hostOf, nameMessages } from "@/components/endpoints/endpoint-words";
import { useEndpointActs } from "@/components/endpoints/use-endpoint-acts";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import type { EndpointOutput } from "@/server/endpoints/schema";

const hourMs = 60 * 60_000;
const spans = [
  { value: hourMs, label: "the last hour" },
  { value: 24 * hourMs, label: "the last 24 hours" },
  { value: 7 * 24 * hourMs, label: "the last 7 days" },
  { value: 30 * 24 * hourMs, label: "the last 30 days" },
];

/** Sends again what failed since a time. */
export function ResendFailedDialog({ endpoint, onClose }: { endpoint: EndpointOutput; onClose: () => void }) {
  const { resendFailed } = useEndpointActs();
  const [spanMs, setSpanMs] = useState(24 * hourMs);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const since = new Date(Date.now() - spanMs).toISOString();
    resendFailed.mutate(
      { id: endpoint.id, since },
      {
        onSuccess: ({ count }) => {
          showToast({
            tone: "success",
            text: count === 0 ? "Nothing has failed since then" : `${nameMessages(count)} on the way again`,
          });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      title={`Resend what ${hostOf(endpoint)} missed?`}
      description="Each failed message is sent again with its own id and a full round of attempts."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Messages of" path="since" issues={readFailure(resendFailed.error).issues}>
          {(control) => (
            <Select {...control} value={spanMs} onChange={(event) => setSpanMs(Number(event.target.value))}>
              {spans.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <FormError error={resendFailed.error} paths={["since"]} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={resendFailed.isPending}>
            Resend failed messages
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
