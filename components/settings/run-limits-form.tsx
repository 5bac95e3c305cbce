"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
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

type Draft = { fallbackModels: string; maxTokens: string; allowedHosts: string };

const paths = ["fallbackModels", "maxTokensPerExecution", "allowedHosts"];

/** What holds for every execution in the hub: models to fall back on, tokens, and hosts that may be reached. */
export function RunLimitsForm({ settings }: { settings: Settings }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { draft, isDirty, change, discard, settle } = useDraft(toDraft(settings));
  const update = useMutation(
    trpc.settings.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.settings.pathFilter());
        showToast({ tone: "success", text: "Limits saved" });
      },
    }),
  );
  const { issues } = readFailure(update.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(toUpdate(draft), { onSuccess: () => settle(draft) });
  };
  return (
    <Section title="Executions in the hub">
      <form onSubmit={submit} className="flex flex-col gap-4 pt-3">
        <Field
          label="Fallback models"
          path="fallbackModels"
          issues={issues}
          hint="One a line: asked in this order when a persona's model does not answer"
        >
          {(control) => (
            <Textarea
              {...control}
              value={draft.fallbackModels}
              onChange={(event) => change({ fallbackModels: event.target.value })}
              className="min-h-16 font-mono text-code"
            />
          )}
        </Field>
        <Field
          label="Tokens an execution may use"
          path="maxTokensPerExecution"
          issues={issues}
          hint="Of every kind, over all its turns; empty for no limit"
        >
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1_000}
              value={draft.maxTokens}
              onChange={(event) => change({ maxTokens: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Hosts that tools may reach"
          path="allowedHosts"
          issues={issues}
          hint="One a line, such as api.example.com or *.example.com; empty for any public host"
        >
          {(control) => (
            <Textarea
              {...control}
              value={draft.allowedHosts}
              onChange={(event) => change({ allowedHosts: event.target.value })}
              className="min-h-20 font-mono text-code"
            />
          )}
        </Field>
        <FormError error={update.error} paths={paths} />
        <SaveBar act="Save limits" isDirty={isDirty} isPending={update.isPending} onDiscard={discard} />
      </form>
    </Section>
  );
}

function toDraft({ fallbackModels, maxTokensPerExecution, allowedHosts }: Settings): Draft {
  return {
    fallbackModels: fallbackModels.join("\n"),
    maxTokens: maxTokensPerExecution === null ? "" : String(maxTokensPerExecution),
    allowedHosts: (allowedHosts ?? []).join("\n"),
  };
}

function toUpdate({ fallbackModels, maxTokens, allowedHosts }: Draft) {
  const hosts = readLines(allowedHosts);
  return {
    fallbackModels: readLines(fallbackModels),
    maxTokensPerExecution: maxTokens === "" ? null : Number(maxTokens),
    allowedHosts: hosts.length === 0 ? null : hosts,
  };
}

function readLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
