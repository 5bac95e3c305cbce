"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed } from "lucide-react";
import { ClaudeSignIn } from "@/components/connection/claude-sign-in";
import { ClaudeKeyForm } from "@/components/settings/claude-key-form";
import { ErrorState } from "@/components/shared/error-state";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";
import type { ClaudeStatus } from "@/server/settings/schema";

/** Whether the hub can call Claude, by which key, and the way to give it one. */
export function ClaudeSettings() {
  const trpc = useTRPC();
  const status = useQuery(trpc.settings.claude.queryOptions());
  return (
    <Section title="Claude">
      <div id="claude" className="flex scroll-mt-4 flex-col gap-4 pt-3">
        {status.error && !status.data && (
          <ErrorState what="The connection" error={status.error} onRetry={() => void status.refetch()} />
        )}
        {!status.data && !status.error && <Skeleton className="h-16 w-full" />}
        {status.data && (
          <>
            <ClaudeState status={status.data} />
            {status.data.source !== "environment" && <ClaudeKeyForm status={status.data} />}
            <ClaudeSignIn />
          </>
        )}
      </div>
    </Section>
  );
}

function ClaudeState({ status }: { status: ClaudeStatus }) {
  const Icon = status.isConfigured ? CircleCheck : CircleDashed;
  return (
    <div className="flex items-start gap-2.5">
      <Icon
        aria-hidden
        className={`mt-0.5 size-4 shrink-0 ${status.isConfigured ? "text-completed" : "text-queued"}`}
      />
      <div>
        <p className="font-semibold">{status.isConfigured ? "Connected by a key" : "No key"}</p>
        <p className="text-ink-muted">
          {status.source === "environment" && (
            <>
              The key is in the hub's environment, which wins over one kept here. To change it, change{" "}
              <code className="font-mono text-code">ANTHROPIC_API_KEY</code> and start the hub again.
            </>
          )}
          {status.source === "vault" && (
            <>
              A key is kept here, sealed
              {status.updatedAt && (
                <>
                  , since <RelativeTime at={status.updatedAt} />
                </>
              )}
              .
            </>
          )}
          {status.source === null &&
            "Personas that run in the hub need a key of the Anthropic API, or the sign-in below. Dry runs work without."}
        </p>
        <p className="text-ink-muted">
          Where nothing else is chosen: <code className="font-mono text-code">{status.defaultModel}</code>
        </p>
      </div>
    </div>
  );
}
