"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type FormEvent, useRef, useState } from "react";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";
import type { ClaudeStatus } from "@/server/settings/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Gives the hub a key, which is tried before it is kept, or takes it away. A kept key is never shown. */
export function ClaudeKeyForm({ status }: { status: ClaudeStatus }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [isAsking, setAsking] = useState(false);
  const refresh = () => queries.invalidateQueries(trpc.settings.pathFilter());
  const save = useMutation(
    trpc.settings.setClaudeKey.mutationOptions({
      onSuccess: () => {
        form.current?.reset();
        showToast({ tone: "success", text: "Claude answered; the key is kept" });
        return refresh();
      },
    }),
  );
  const remove = useMutation(
    trpc.settings.deleteClaudeKey.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        return refresh();
      },
    }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Read from the field itself: a key pasted before the page was ready counts too.
    const apiKey = new FormData(event.currentTarget).get("apiKey");
    save.mutate({ apiKey: typeof apiKey === "string" ? apiKey.trim() : "" });
  };
  return (
    <form ref={form} onSubmit={submit} className="flex flex-col gap-4">
      <Field
        label={status.isConfigured ? "Replace the key" : "API key"}
        path="apiKey"
        issues={readFailure(save.error).issues}
        hint="Tried with Claude before it is kept. Stored sealed, never shown again. No restart is needed."
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="sk-ant-…"
            className="font-mono"
          />
        )}
      </Field>
      <FormError error={save.error} paths={["apiKey"]} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" disabled={save.isPending}>
          {save.isPending ? "Trying it…" : "Test and save key"}
        </Button>
        {status.source === "vault" && <Button onClick={() => setAsking(true)}>Delete key</Button>}
      </div>
      {isAsking && (
        <ConfirmDialog
          title="Delete the Claude key?"
          act="Delete key"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        >
          Personas that run in the hub fail until there is a key again.
        </ConfirmDialog>
      )}
    </form>
  );
}
