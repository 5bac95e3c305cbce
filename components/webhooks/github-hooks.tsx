"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { ErrorState } from "@/components/shared/error-state";
import { Field } from "@/components/shared/field";
import { FormError } from "@/components/shared/form-error";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { GithubHookRow } from "@/components/webhooks/github-hook-row";
import { readFailure } from "@/lib/failure";
import { showToast, toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** The webhooks at GitHub whose missed deliveries are fetched, and the way to add one. */
export function GithubHooks() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useQuery({ ...trpc.webhooks.listGithubHooks.queryOptions(), refetchInterval: 30_000 });
  const refresh = () => queries.invalidateQueries(trpc.webhooks.pathFilter());
  const check = useMutation(
    trpc.webhooks.reconcileGithub.mutationOptions({
      onSettled: refresh,
      onSuccess: (checked) => {
        const fetched = checked.reduce((sum, each) => sum + each.fetched, 0);
        showToast({ tone: "success", text: `GitHub was asked; ${fetched} missed deliveries were fetched` });
      },
      onError: toastFailure("GitHub was not asked"),
    }),
  );
  if (list.error && !list.data)
    return (
      <ErrorState what="The webhooks at GitHub" error={list.error} onRetry={() => void list.refetch()} />
    );
  if (!list.data) return <Skeleton className="mt-3 h-16 w-full" />;
  const { hasToken, items } = list.data;
  return (
    <div className="flex flex-col gap-4 pt-3">
      <p className="text-ink-muted">
        What could not be delivered while the hub was away is fetched from GitHub, which keeps three days.{" "}
        {!hasToken && (
          <>
            Set <code className="font-mono text-code">GITHUB_TOKEN</code> to a token that may read these
            webhooks, and start the hub again.
          </>
        )}
      </p>
      {items.length > 0 && (
        <ul aria-label="Webhooks at GitHub">
          {items.map((hook) => (
            <GithubHookRow key={hook.id} hook={hook} />
          ))}
        </ul>
      )}
      {items.length > 0 && (
        <div>
          <Button disabled={!hasToken || check.isPending} onClick={() => check.mutate()}>
            {check.isPending ? "Asking GitHub…" : "Check now"}
          </Button>
        </div>
      )}
      <AddHook onAdded={refresh} />
    </div>
  );
}

function AddHook({ onAdded }: { onAdded: () => Promise<void> }) {
  const trpc = useTRPC();
  const form = useRef<HTMLFormElement>(null);
  const create = useMutation(
    trpc.webhooks.createGithubHook.mutationOptions({
      onSuccess: () => {
        form.current?.reset();
        return onAdded();
      },
    }),
  );
  const { issues } = readFailure(create.error);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    create.mutate({ owner: String(data.get("owner") ?? ""), hookId: String(data.get("hookId") ?? "") });
  };
  return (
    <form ref={form} onSubmit={submit} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-3">
        <Field label="Repository or organization" path="owner" issues={issues} className="flex-1 basis-56">
          {(control) => (
            <Input
              {...control}
              required
              autoComplete="off"
              placeholder="owner/repository"
              className="font-mono"
            />
          )}
        </Field>
        <Field
          label="Webhook number"
          path="hookId"
          issues={issues}
          hint="At the end of its address at GitHub"
          className="flex-1 basis-40"
        >
          {(control) => (
            <Input
              {...control}
              required
              inputMode="numeric"
              autoComplete="off"
              placeholder="123456789"
              className="font-mono"
            />
          )}
        </Field>
        <Button type="submit" disabled={create.isPending} className="mt-6">
          Add webhook
        </Button>
      </div>
      <FormError error={create.error} paths={["owner", "hookId"]} />
    </form>
  );
}
