"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useViewerZone } from "@/components/shared/dual-time";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

const dayMs = 86_400_000;

/** Fires the planned times of a window in the past: counts them first, then asks. */
export function BackfillDialog({ triggerId, onClose }: { triggerId: string; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const zone = useViewerZone();
  const [span, setSpan] = useState(() => ({ from: toLocal(Date.now() - dayMs), to: toLocal(Date.now()) }));
  const count = useMutation(trpc.triggers.backfill.mutationOptions());
  const fire = useMutation(
    trpc.triggers.backfill.mutationOptions({
      onSuccess: async ({ fired }) => {
        await queries.invalidateQueries(trpc.triggers.pathFilter());
        showToast({ tone: "success", text: `${fired} ${fired === 1 ? "time" : "times"} fired` });
        onClose();
      },
    }),
  );
  const input = () => ({
    id: triggerId,
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    limit: 500,
  });
  const left = count.data ? count.data.planned - count.data.alreadyFired : null;
  const { issues } = readFailure(count.error ?? fire.error);
  const change = (part: Partial<typeof span>) => {
    count.reset();
    setSpan({ ...span, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (left === null) count.mutate({ ...input(), dryRun: true });
    else fire.mutate(input());
  };
  return (
    <Dialog title="Backfill" description="Times that fired before do not fire again." onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="From" path="from" issues={issues} hint={`Your time (${zone})`}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                required
                value={span.from}
                onChange={(event) => change({ from: event.target.value })}
              />
            )}
          </Field>
          <Field label="To" path="to" issues={issues}>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                required
                value={span.to}
                onChange={(event) => change({ to: event.target.value })}
              />
            )}
          </Field>
        </div>
        <p aria-live="polite" className="min-h-5 text-table">
          {count.data && describeCount(count.data)}
        </p>
        <FormError error={count.error ?? fire.error} paths={["from", "to"]} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={count.isPending || fire.isPending || left === 0}>
            {left === null ? "Count the times" : `Fire ${left} ${left === 1 ? "time" : "times"}`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function describeCount({
  planned,
  alreadyFired,
  hasMore,
}: {
  planned: number;
  alreadyFired: number;
  hasMore: boolean;
}): string {
  const most = hasMore ? " (the first 500; there are more)" : "";
  return `${planned} planned ${planned === 1 ? "time" : "times"}${most}, ${alreadyFired} of them done before.`;
}

/** A moment as `datetime-local` holds it, on the viewer's clock. */
function toLocal(at: number): string {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
