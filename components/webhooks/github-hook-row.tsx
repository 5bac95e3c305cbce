"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { RelativeTime } from "@/components/shared/relative-time";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { formatCount } from "@/lib/format";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";
import type { GithubHookOutput } from "@/server/webhooks/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** One webhook at GitHub: whether it is checked, when it last was, and what came of it. */
export function GithubHookRow({ hook }: { hook: GithubHookOutput }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isDeleting, setDeleting] = useState(false);
  const refresh = () => queries.invalidateQueries(trpc.webhooks.pathFilter());
  const update = useMutation(
    trpc.webhooks.updateGithubHook.mutationOptions({
      onSettled: refresh,
      onError: toastFailure("The webhook was not changed"),
    }),
  );
  const remove = useMutation(trpc.webhooks.deleteGithubHook.mutationOptions({ onSuccess: refresh }));
  const name = `webhook ${hook.hookId} of ${hook.owner}`;
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-1.5">
      <Switch
        checked={update.isPending ? update.variables.enabled === true : hook.enabled}
        onCheckedChange={(enabled) => update.mutate({ id: hook.id, enabled })}
        aria-label={`Checking ${name}`}
      />
      <div className="min-w-0 flex-1 basis-48">
        <span className="font-mono font-semibold text-code">{hook.owner}</span>{" "}
        <span className="font-mono text-code text-ink-muted">{hook.hookId}</span>
      </div>
      <span className="text-ink-muted text-table">
        {hook.lastCheckedAt === null ? (
          "Not checked yet"
        ) : (
          <>
            Checked <RelativeTime at={hook.lastCheckedAt} />, {formatCount(hook.lastFetched ?? 0)} fetched
          </>
        )}
      </span>
      <Button tone="quiet" size="icon" aria-label={`Forget ${name}`} onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden className="size-3.5" />
      </Button>
      {hook.errorMessage && (
        <p className="basis-full rounded-md bg-failed-tint px-3 py-2 text-table">{hook.errorMessage}</p>
      )}
      {isDeleting && (
        <ConfirmDialog
          title={`Forget ${name}?`}
          act="Forget webhook"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id: hook.id })}
          onClose={() => setDeleting(false)}
        >
          Deliveries that it misses are no longer fetched. At GitHub nothing changes.
        </ConfirmDialog>
      )}
    </li>
  );
}
