"use client";

import { CircleCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useGitlabActs } from "@/components/gitlab/use-gitlab-acts";
import { RelativeTime } from "@/components/shared/relative-time";
import { Button } from "@/components/ui/button";
import type { ConnectionStatus } from "@/server/gitlab/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Where and as whom the hub is connected, and the way to end that. */
export function ConnectionLine({ connection }: { connection: ConnectionStatus }) {
  const { disconnect } = useGitlabActs();
  const [isAsking, setAsking] = useState(false);
  const { baseUrl, username, source, updatedAt } = connection;
  const host = baseUrl.replace(/^https?:\/\//, "");
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 text-table">
      <CircleCheck aria-hidden className="size-4 shrink-0 text-completed" />
      <p className="min-w-0 flex-1 basis-48">
        Connected to <span className="break-all font-mono text-code">{host}</span>
        {username && ` as @${username}`}
        {source === "environment" ? (
          <span className="text-ink-muted">
            , by <code className="font-mono text-code">GITLAB_TOKEN</code> of the hub's environment
          </span>
        ) : (
          updatedAt && (
            <span className="text-ink-muted">
              , since <RelativeTime at={updatedAt} />
            </span>
          )
        )}
      </p>
      {source === "vault" && <Button onClick={() => setAsking(true)}>Disconnect</Button>}
      {isAsking && (
        <ConfirmDialog
          title={`Disconnect from ${host}?`}
          act="Disconnect"
          isPending={disconnect.isPending}
          error={disconnect.error}
          onConfirm={() => disconnect.mutate(undefined, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          The token is forgotten. What was deployed stays in GitLab, and so do the variables that were sent;
          to remove them, undeploy first.
        </ConfirmDialog>
      )}
    </div>
  );
}
